const element = (id) => document.getElementById(id);

/* The events of a response body in the format of server-sent events, as objects */
async function* serverSentEvents(body) {
	const reader = body.pipeThrough(new TextDecoderStream()).getReader();
	let buffer = '';
	for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
		buffer += chunk.value;
		const blocks = buffer.split(/\r\n\r\n|\n\n|\r\r/);
		buffer = blocks.pop();
		for (const block of blocks) {
			const data = block.split(/\r\n|\n|\r/)
				.filter((line) => line.startsWith('data:'))
				.map((line) => line.slice('data:'.length).replace(/^ /, ''))
				.join('\n');
			if (data) {
				yield JSON.parse(data);
			}
		}
	}
}

/* What a response that is not ok has to say: the detail of its problem, if it is one */
async function refusal(response) {
	const problem = await response.json().catch(() => ({}));
	return `${response.status}: ${problem.detail ?? problem.error ?? response.statusText}`;
}

/* A question and its answer, as the page shows them */
class Exchange {

	constructor(question) {
		const fragment = element('exchange').content.cloneNode(true);
		this.article = fragment.querySelector('article');
		this.answer = fragment.querySelector('.answer');
		this.notices = fragment.querySelector('.notices');
		fragment.querySelector('.question').textContent = question;
		// Read aloud when it is whole, not word by word
		this.article.setAttribute('aria-busy', 'true');
		element('hint')?.remove();
		element('conversation').append(fragment);
		this.scroll();
	}

	append(token) {
		this.answer.append(token);
		this.scroll();
	}

	notice(text, kind) {
		const notice = document.createElement('li');
		notice.textContent = text;
		notice.className = kind;
		this.notices.append(notice);
		this.scroll();
	}

	incomplete() {
		this.article.classList.add('incomplete');
	}

	end() {
		this.article.removeAttribute('aria-busy');
	}

	scroll() {
		const conversation = element('conversation');
		conversation.scrollTop = conversation.scrollHeight;
	}

}

async function ask(question) {
	const exchange = new Exchange(question);
	try {
		const response = await fetch('/api/chat', {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', 'Accept': 'text/event-stream, application/problem+json' },
			body: JSON.stringify({ message: question })
		});
		if (response.ok) {
			await show(response.body, exchange);
		}
		else {
			exchange.notice(`Refused with ${await refusal(response)}`, 'warning');
		}
	}
	catch {
		exchange.notice('The server is not reachable', 'error');
	}
	exchange.end();
}

async function show(body, exchange) {
	let farewell = false;
	try {
		for await (const event of serverSentEvents(body)) {
			switch (event.type) {
				case 'token':
					exchange.append(event.token);
					break;
				case 'error':
					farewell = true;
					showError(event.error, exchange);
					break;
				case 'done':
					farewell = true;
					if (event.reason === 'shutdown') {
						exchange.notice('Stream closed by the server (done)', 'information');
					}
					break;
			}
		}
	}
	catch (ex) {
		console.warn(ex);
	}
	if (!farewell) {
		exchange.incomplete();
		exchange.notice('The connection was cut', 'error');
	}
}

function showError(error, exchange) {
	exchange.incomplete();
	if (error.toLowerCase().includes('shutdown')) {
		exchange.notice(`The server is shutting down: ${error}`, 'warning');
	}
	else {
		exchange.notice(`The server reports an error: ${error}`, 'error');
	}
}

async function runReport() {
	const result = element('report-result');
	element('run-report').disabled = true;
	result.className = '';
	result.textContent = 'The report is being made…';
	try {
		const response = await fetch('/api/report');
		if (response.ok) {
			const report = await response.json();
			result.textContent = `${report.answersGiven} answers, ${report.tokensStreamed} tokens; `
				+ `corpus of ${report.corpusWords} words`;
		}
		else {
			result.className = 'warning';
			result.textContent = `Refused with ${await refusal(response)}`;
		}
	}
	catch {
		result.className = 'error';
		result.textContent = 'The connection was cut, or the server is not reachable';
	}
	element('run-report').disabled = false;
}

/* Once a second; the server answers this until its socket closes */
async function poll() {
	try {
		const response = await fetch('/actuator/shutdown-status', { signal: AbortSignal.timeout(900) });
		const status = await response.json();
		showStatus(status.state ?? `HTTP ${response.status}`, status);
	}
	catch {
		showStatus('not reachable', {});
	}
	setTimeout(poll, 1000);
}

function showStatus(state, status) {
	if (element('state-name').textContent !== state) {
		element('state-name').textContent = state;
		element('status').dataset.state = state;
	}
	element('requests').textContent = status.activeRequests ?? '–';
	element('streams').textContent = status.activeStreams ?? '–';
	element('remaining').textContent = status.shutdownInitiated ? seconds(status.remaining) : '–';
}

/* PT1M26.8S as 86.8 s */
function seconds(duration = 'PT0S') {
	const [, minutes = 0, rest = 0] = duration.match(/^PT(?:(\d+)M)?(?:([\d.]+)S)?$/) ?? [];
	return `${(60 * minutes + Number(rest)).toFixed(1)} s`;
}

element('ask').addEventListener('submit', (event) => {
	event.preventDefault();
	const question = element('message').value.trim();
	if (question) {
		ask(question);
		element('message').select();
	}
});
element('run-report').addEventListener('click', runReport);
poll();
