const element = (id) => document.getElementById(id);

const QUIET_INTERVAL = 500;

const SHUTDOWN_INTERVAL = 200;

/* Show the status of the server for ever; it answers until its socket closes */
export async function watch() {
	let interval = QUIET_INTERVAL;
	try {
		const response = await fetch('/actuator/shutdown-status', { signal: AbortSignal.timeout(2000) });
		const status = await response.json();
		showState(status.state ?? `HTTP ${response.status}`);
		show(status);
		interval = status.shutdownInitiated ? SHUTDOWN_INTERVAL : QUIET_INTERVAL;
	}
	catch {
		showState('not reachable');
	}
	setTimeout(watch, interval);
}

/* Only what changes is changed, so that it is read aloud once */
function showState(state) {
	if (element('state-name').textContent !== state) {
		element('state-name').textContent = state;
		element('state').dataset.state = state;
	}
}

function show(status) {
	element('requests').textContent = status.activeRequests ?? '–';
	element('streams').textContent = status.activeStreams ?? '–';
	element('refused').textContent = status.rejectedRequests ?? '–';
	element('remaining').textContent = status.shutdownInitiated ? text(status.remaining) : '–';
	showRows(element('stages'), status.stages ?? []);
	showRows(element('clients'), status.clients ?? []);
	if (status.previous) {
		const { outcome, trigger = 'nobody', duration, endedAt } = status.previous;
		element('previous').textContent = `${outcome}, asked for by ${trigger}`
			+ (duration ? `, took ${text(duration)}` : '')
			+ (endedAt ? `, ended at ${new Date(endedAt).toLocaleString()}` : '');
	}
}

function showRows(list, things) {
	things.forEach((thing, index) => {
		const row = list.children[index] ?? list.appendChild(newRow());
		const timeout = seconds(thing.timeout);
		const spent = seconds(thing.duration);
		row.dataset.state = thing.state;
		row.querySelector('.name').textContent = thing.name;
		row.querySelector('.detail').textContent = detail(thing);
		const progress = row.querySelector('progress');
		progress.setAttribute('aria-label', `Time that ${thing.name} has taken`);
		if (thing.state === 'PENDING') {
			progress.value = 0;
		}
		else if (thing.state === 'RUNNING') {
			progress.value = timeout ? Math.min(1, spent / timeout) : 1;
		}
		else {
			progress.value = 1;
		}
	});
	while (list.children.length > things.length) {
		list.lastElementChild.remove();
	}
}

function newRow() {
	return element('stage').content.firstElementChild.cloneNode(true);
}

function detail({ state, timeout, duration, pending }) {
	switch (state) {
		case 'PENDING':
			return `up to ${text(timeout)}`;
		case 'RUNNING':
			return `${pending === undefined ? '' : `${pending} left, `}${text(duration)} of ${text(timeout)}`;
		default:
			return `${state.toLowerCase().replaceAll('_', ' ')}${duration ? ` after ${text(duration)}` : ''}`;
	}
}

/* PT1M26.8S as 86.8 */
function seconds(duration = 'PT0S') {
	const [, hours = 0, minutes = 0, rest = 0] = duration.match(/^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/) ?? [];
	return 3600 * hours + 60 * minutes + Number(rest);
}

function text(duration) {
	return `${Number(seconds(duration).toFixed(1))} s`;
}
