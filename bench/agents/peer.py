"""Runs the Runner of encord-agents on the stage. Reads the place as one JSON line; prints the figures as one."""

import json
import os
import resource
import sys
import tempfile
import threading
import time

place = json.loads(sys.stdin.readline())
batch_size = int(sys.argv[1])
with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as file:
    file.write(place["privateKey"])
os.environ["ENCORD_SSH_KEY_FILE"] = file.name
os.environ["ENCORD_DOMAIN"] = place["url"]

from encord.objects.ontology_labels_impl import LabelRowV2  # noqa: E402
from encord_agents.tasks import Runner  # noqa: E402


def resident_mb():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize() / 1e6


runner = Runner(project_hash=place["projectHash"])


@runner.stage(stage=place["stageUuid"])
def cat(row: LabelRowV2) -> str:
    animal = row.ontology_structure.classifications[0]
    instance = animal.create_instance()
    instance.set_answer(answer=animal.attributes[0].options[0])
    instance.set_for_frames(frames=0)
    row.add_classification_instance(instance)
    row.save()
    return "Cat"


before = highest = resident_mb()
done = threading.Event()


def sample():
    global highest
    while not done.wait(0.02):
        highest = max(highest, resident_mb())


threading.Thread(target=sample, daemon=True).start()
wall, cpu = time.perf_counter(), time.process_time()
try:
    runner(task_batch_size=batch_size)
finally:
    done.set()
    os.unlink(file.name)
figures = {
    "wallMs": (time.perf_counter() - wall) * 1000,
    "cpuMs": (time.process_time() - cpu) * 1000,
    "growthMb": max(highest, resident_mb()) - before,
}
print(json.dumps(figures))
