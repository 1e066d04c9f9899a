"""The peer of bench/media: how the agents library gets pictures, reduced to that. The whole file is downloaded, then OpenCV
seeks by POS_FRAMES and reads. One JSON job per line in, one JSON answer per line out.

    {"job": "frames", "url": ..., "frames": [...], "save": path?}   {"job": "crop" | "resize" | "crops", "path": ..., ...}
"""
import json
import os
import resource
import sys
import tempfile
import time
import urllib.request

import cv2


def frames(job):
    body = urllib.request.urlopen(job["url"]).read()
    suffix = os.path.splitext(job["url"].split("?")[0])[1]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "asset" + suffix)
        with open(path, "wb") as file:
            for start in range(0, len(body), 4096):
                file.write(body[start:start + 4096])
        del body
        video = cv2.VideoCapture(path)
        got = 0
        for frame in job["frames"]:
            video.set(cv2.CAP_PROP_POS_FRAMES, frame)
            ok, picture = video.read()
            if not ok:
                continue
            got += 1
            if job.get("save"):
                cv2.imwrite(job["save"], picture)
            else:
                cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 90])
        video.release()
    return {"got": got}


def read(job):
    body = urllib.request.urlopen(job["url"]).read()
    suffix = os.path.splitext(job["url"].split("?")[0])[1]
    with tempfile.NamedTemporaryFile(suffix=suffix) as file:
        file.write(body)
        file.flush()
        video = cv2.VideoCapture(file.name)
        got = 0
        ok, picture = video.read()
        while ok:
            cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 90])
            got += 1
            ok, picture = video.read()
    return {"got": got}


def color(job):
    video = cv2.VideoCapture(job["path"])
    ok, picture = video.read()
    blue, green, red = [int(value) for value in picture[picture.shape[0] // 2, picture.shape[1] // 2]]
    return {"rgb": [red, green, blue]}


def images(job):
    picture = cv2.imread(job["path"])
    if job["job"] == "resize":
        scale = job["size"] / max(picture.shape[:2])
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 90])
        return {}
    for x, y, width, height in job["boxes"]:
        part = picture[y:y + height, x:x + width]
        if job.get("size"):
            scale = job["size"] / max(part.shape[:2])
            part = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        cv2.imencode(".jpg", part, [cv2.IMWRITE_JPEG_QUALITY, 90])
    return {}


JOBS = {"frames": frames, "read": read, "color": color, "resize": images, "crops": images}

for line in sys.stdin:
    job = json.loads(line)
    started = time.perf_counter()
    try:
        answer = JOBS[job["job"]](job)
    except Exception as error:  # a peer that fails is a result as well
        answer = {"error": str(error)}
    answer["ms"] = (time.perf_counter() - started) * 1000
    answer["rssMb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(answer), flush=True)
