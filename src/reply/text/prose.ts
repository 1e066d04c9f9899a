/** Judges the sentences around an answer: whether they deny, doubt or correct it, or are an apology instead of an answer. */

const DOUBT = new RegExp(
	`(?<![\\p{L}])(?:${[
		"not|no|nor|never|neither|none|cannot|can[’']?t|don[’']?t|doesn[’']?t|didn[’']?t|isn[’']?t|aren[’']?t|wasn[’']?t|won[’']?t|wouldn[’']?t|couldn[’']?t|shouldn[’']?t|without",
		'unsure|uncertain|unclear|unlikely|doubt\\w*|guess\\w*|maybe|perhaps|possibly|probably|might|may|could|would|should|seems?|appears?|assum\\w+|tentative\\w*|draft|hypothetical\\w*|suppose\\w*',
		'wrong|incorrect\\w*|mistake\\w*|mistaken\\w*|error\\w*|false|invalid|inaccurate|outdated|discard|disregard|ignore|retract|scratch|wait|hmm+|oops|actually|correction|corrected|rather|instead|alternatively|however|although|though|but|except|unless|otherwise|reflection|reconsider\\w*|revis\\w+|changed|second thought|versus|vs',
		'example|examples|e\\.g|for instance|such as|placeholder|template|sorry|apolog\\w+|unfortunately|unable|fail\\w*|refus\\w*|hallucinat\\w*|fake|dummy|opposite|contrary',
		'(?:low|little|limited|poor) (?:confidence|certainty)|(?:confidence|certainty) (?:is|was|remains) (?:low|limited|poor)|(?:hard|difficult|impossible|tricky) to (?:say|tell|judge|determine|see)|previous\\w*|earlier|old (?:answer|label|value)|were (?:a|an|the)|unverified|unconfirmed|looks? like|reject\\w*|takes? back|withdraw\\w*|expects?|expected|supposedly|allegedly|so-called|placeholder\\w*|sample',
		'initially|originally|(?:initial|original|first) (?:answer|guess|thought|impression|label)|(?:made|making) (?:this|that|it|these|them) up|grain of salt|too (?:blurry|dark|bright|small|far|noisy|unclear)|strike that|defaults|default (?:values?|answers?|labels?)|speculat\\w*|preliminary|provisional|to be (?:sure|certain)',
		'nein|fehler\\w*|irrtum|wahrscheinlich|vermutlich|unklar|erreur|incorrecte|probablement|plutôt|equivo\\p{L}+|probablemente|corrección|erro|errei|engan\\w+|incorreto|provavelmente|errore|errato|invece|però|probabilmente|niet|geen|misschien|fout|waarschijnlijk|maar|inte|ikke|kanske|kanskje|måske|feil|fejl|nie|błąd|chyba|değil|yanlış|belki|ошиб\\p{L}*|наверное|вероятно|ні',
		'nicht|kein\\w*|falsch|vielleicht|unsicher|möglicherweise|eventuell|sondern|aber|pas|peut-être|faux|mais|incertain|quizás?|tal vez|incorrecto|pero|nunca|talvez|não|mas|errado|forse|sbagliat\\w+|non|не|нет|неверно|возможно|но',
	].join(
		'|',
	)})(?![\\p{L}])|不|没|沒|可能|错|錯|误|誤|也许|或许|但|違|ない|ません|かも|たぶん|おそらく|아니|아닙|아마|틀렸|잘못|ليس|خطأ|ربما|لكن|(?<!\\p{L})לא(?!\\p{L})|אולי|טעות|नहीं|शायद|गलत|❌|🚫|⛔|👎|✖|✗|✘|🤔|❓|50\\s*[/-]\\s*50|\\?|(?:^|\\n)[^\\w\\n]*(?:json |output |answer |required |requested )?(?:format|schema|structure|input|prompt|question|instructions?|options|you asked)\\s*:`,
	'iu',
);

/** What models say without meaning the answer: offers of help at the end, politeness at the beginning. */
const POLITE =
	/(?:(?:please )?let me know\b|feel free\b|if you (?:need|want|have|would like|'d like|require)\b|if (?:anything|something)\b|(?:i )?hope (?:this|that|it)\b|happy to\b|no problem\b|don[’']t hesitate\b|would you like\b|do you (?:need|want)\b|is there anything\b|anything else\b|can i help\b|should you (?:need|have)\b)[^.!?\n]*[.!?]*/giu;

/** A sentence around an answer that makes it doubtful. Undefined when none does. */
export function doubtIn(around: string): string | undefined {
	const said = around.replace(POLITE, ' ');
	const found = DOUBT.exec(said);
	if (found === null) return undefined;
	const from =
		Math.max(said.lastIndexOf('.', found.index), said.lastIndexOf('\n', found.index)) + 1;
	const end = said.slice(found.index).search(/[.!?\n]/);
	return said.slice(from, end < 0 ? undefined : found.index + end + 1).trim();
}

const CANNOT =
	"(?:can(?:no|['’])?t|can not|am (?:unable|not able)|['’]m (?:unable|not able)|am not|['’]m not|unable|won['’]?t|will not|do(?:n['’]t| not) (?:have|see)|couldn['’]?t|could not|was(?:n['’]t| not) able)";
const APOLOGIES = [
	new RegExp(
		`^\\W*(?:(?:i['’]?m|i am|we are|we['’]re)?\\s*(?:so |very |really |truly )?sorry|(?:my )?apologies|i apologi[sz]e|unfortunately|regrettably)\\b[^]*\\b(?:i|we|it|image|picture|this|request)\\b[^]*\\b${CANNOT}`,
		'iu',
	),
	new RegExp(
		`^\\W*(?:i|we)\\s*(?:['’]m|am|are)?\\s*(?:really |currently |just )?${CANNOT}\\b[^]*\\b(?:help|assist|describ|provid|see|view|access|identif|determin|comply|process|analy[sz]|answer|tell|open|display|load|fulfil|generat|discuss|make|give|caption|label|classify)`,
		'iu',
	),
	/^\W*(?:i['’]m|i am|we['’]re)\s+(?:unable|not able)\s+to\b/iu,
	/^\W*as an? (?:ai|artificial|large|language|assistant)\b/iu,
	/^\W*(?:please (?:provide|upload|attach|share)|(?:no|the) (?:image|picture|file) (?:was|is|has)(?: not|n['’]t)? (?:been )?(?:provided|attached|uploaded|found|missing|unavailable|available|visible))/iu,
	/^\W*(?:i (?:don['’]t|do not|cannot|can['’]t) see (?:any|an|the) (?:image|picture|file|attachment))/iu,
	/^\W*(?:there (?:is|was)|it (?:seems|looks|appears)|you)\b[^]*\b(?:no|not|n['’]t|without|forgot)\b[^]*\b(?:attach|provid|upload|includ|shar|receiv)/iu,
	/^\W*(?:this|the|your|my)\b[^]*\b(?:content|request|image|prompt|apologies)\b[^]*\b(?:violat\w+|against|flagged)\b[^]*\b(?:polic|guideline|terms)/iu,
	/^\W*my apologies\b[^]*\b(?:polic|request)/iu,
	/^\W*i (?:must|have to|need to) (?:respectfully )?(?:decline|refuse)\b/iu,
	/^\W*(?:lo siento|lamento|disculp\p{L}*|perdón)[^]*(?<!\p{L})no(?!\p{L})/iu,
	/^\W*(?:es tut mir leid|tut mir leid|entschuldigung|leider)[^]*(?:nicht|kein)/iu,
	/^\W*(?:je suis (?:vraiment )?désolée?|désolée?|malheureusement)[^]*(?<!\p{L})(?:pas|peux|impossible)/iu,
	/^\W*(?:desculpe|sinto muito|infelizmente)[^]*não/iu,
	/^\W*(?:mi dispiace|purtroppo)[^]*(?<!\p{L})non(?!\p{L})/iu,
	/^[^\p{L}]*(?:извините|к сожалению|прошу прощения|простите)[^]*(?<!\p{L})не(?!\p{L})/iu,
	/^[^\p{L}]*(?:很?抱歉|对不起|對不起)[^]*(?:无法|無法|不能|不)/u,
	/^[^\p{L}]*(?:申し訳|すみません|ごめん|残念)[^]*(?:ません|できない|ない)/u,
	/^[^\p{L}]*(?:죄송|미안)/u,
];
/** The name of a class of errors, such as TypeError. The word "Terror" is none. */
const ERROR_CLASS = /^\W*[A-Z]\w*(?:Error|Exception)\b\s*(?:[:(-]|$)/u;
const ERRORS =
	/^\W*(?:(?:exception|traceback)\b\s*(?:[:(-]|$)|error\b\s*(?:[:\d(-]|$)|\[object Object\]$|undefined$|\[?(?:content filtered|blocked|refusal|response was (?:filtered|blocked))|(?:request|response|connection) (?:timed out|failed|refused|aborted)|rate limit|(?:http )?(?:4\d\d|5\d\d) (?:too many|bad|unauthorized|forbidden|internal|service|gateway|error)|internal server error|service unavailable|bad gateway|too many requests|quota exceeded|insufficient_quota|<!doctype html|<html)/iu;

/** Characters at the beginning of a text that tell whether it is an apology. */
const JUDGED = 400;

/** Why a text is no answer: an apology or an error instead of one. Undefined when it may be one. */
export function notAnAnswer(text: string): string | undefined {
	const start = text.slice(0, JUDGED);
	if (APOLOGIES.some((apology) => apology.test(start)))
		return 'The model apologized instead of answering.';
	return ERRORS.test(start) || ERROR_CLASS.test(start)
		? 'The reply is an error instead of an answer.'
		: undefined;
}
