const element = (id) => document.getElementById(id);

const LINE = 30;

/* A question and its answer, as the page shows them */
export class Exchange {

	#conversation = element('conversation');

	/* What the reader was told last: nothing while tokens come */
	#told = '';

	constructor(question) {
		const fragment = element('exchange').content.cloneNode(true);
		this.question = question;
		this.article = fragment.querySelector('article');
		this.answer = fragment.querySelector('.answer');
		this.notices = fragment.querySelector('.notices');
		fragment.querySelector('.question').textContent = question;
		// Read aloud when it is whole, not word by word
		this.answer.setAttribute('aria-busy', 'true');
		element('hint')?.remove();
		this.#conversation.append(fragment);
		this.#scrollToEnd();
	}

	append(token) {
		this.#follow(() => this.answer.append(token));
	}

	/* A token has come */
	goesOn() {
		if (this.#told) {
			this.#told = '';
			this.article.classList.remove('waiting');
			this.#notice('Connected again: the answer goes on where it stopped', 'information');
		}
	}

	/* An error event has come. While the server drains it tells everybody who comes back the same */
	failed(error) {
		if (!this.#told) {
			this.#told = 'error';
			const shutdown = error.toLowerCase().includes('shutdown');
			this.#notice(shutdown ? `The server says goodbye (error): ${error}` : `The server reports an error: ${error}`,
				shutdown ? 'warning' : 'error');
		}
	}

	/* A done event has come */
	done(reason) {
		if (reason !== 'shutdown') {
			this.end();
		}
		else if (this.#told === 'error') {
			this.#told = 'done';
			this.#notice('The stream ended in good order (done)', 'information');
		}
	}

	/* The connection is gone, and the browser will try again */
	waits() {
		if (this.#told !== 'waiting') {
			if (this.#told === '') {
				this.#notice('The connection was lost without a word', 'error');
			}
			this.#told = 'waiting';
			this.article.classList.add('waiting');
			this.#notice('Waiting for the server', 'information');
		}
	}

	end() {
		this.answer.removeAttribute('aria-busy');
	}

	#notice(text, kind) {
		const notice = document.createElement('li');
		notice.textContent = text;
		notice.className = kind;
		this.#follow(() => this.notices.append(notice));
	}

	/* Whoever has scrolled back to read is left in peace */
	#follow(change) {
		const { scrollHeight, scrollTop, clientHeight } = this.#conversation;
		change();
		if (scrollHeight - scrollTop - clientHeight < LINE) {
			this.#scrollToEnd();
		}
	}

	#scrollToEnd() {
		this.#conversation.scrollTop = this.#conversation.scrollHeight;
	}

}
