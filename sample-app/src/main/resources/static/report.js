const element = (id) => document.getElementById(id);

/* Ask for something that takes a while, to see a request being waited for, or refused */
export async function makeReport() {
	const result = element('report-result');
	element('run-report').disabled = true;
	result.className = '';
	result.textContent = 'The report is being made…';
	try {
		const response = await fetch('/api/report');
		if (response.ok) {
			const { passages, saved } = await response.json();
			result.textContent = `${passages} passages; ${saved.complete} of ${saved.answers} answers complete; `
				+ `${saved.tokens} tokens`;
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

/* What a response that is not ok has to say: the detail of its problem, if it is one */
async function refusal(response) {
	const problem = await response.json().catch(() => ({}));
	return `${response.status}: ${problem.detail ?? problem.error ?? response.statusText}`;
}
