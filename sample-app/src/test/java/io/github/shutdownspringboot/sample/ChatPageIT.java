/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.shutdownspringboot.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.shutdownspringboot.streamclients.Browser;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a real browser, while its server stops and comes again.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
class ChatPageIT {

	private static final String ANSWER = ".answer";

	private static final String NOTICES = ".notices li";

	private static final String GOODBYE = "The server says goodbye (error): Server shutdown in progress";

	private static final String END = "The stream ended in good order (done)";

	private static final String WAITING = "Waiting for the server";

	private static final String BACK = "Connected again: the answer goes on where it stopped";

	@TempDir
	private Path directory;

	@Test
	void anAnswerThatASigtermInterruptsGoesOnAfterTheRestart() {
		try (Browser browser = Browser.start(); SampleProcess sample = SampleProcess.start(this.directory)) {
			ask(browser, sample);
			sample.process().terminate();
			assertThat(sample.process().awaitExit()).isEqualTo(143);
			await().until(() -> browser.texts(NOTICES).contains(WAITING));
			assertThat(browser.texts(NOTICES)).containsExactly(GOODBYE, END, WAITING);
			assertThat(sample.process().getLog()).contains("Shutdown completed: CLEAN")
				.containsSubsequence("Client 'answerProcessor' closed", "Client 'mcpClient' closed",
						"Client 'llmClient' closed", "Client 'dataSource' closed")
				.doesNotContainPattern("(?s)Shutdown started.*( WARN | ERROR |\tat )");
			String half = browser.text(ANSWER);

			sample.startAgain();
			awaitEnd(browser);
			assertThat(browser.texts(NOTICES)).containsExactly(GOODBYE, END, WAITING, BACK);
			assertThat(browser.text(ANSWER)).startsWith(half).hasSizeGreaterThan(half.length());
			assertNoTokenIsLostOrDoubled(browser, sample);
			await().until(() -> browser.text("#previous").startsWith("CLEAN, asked for by SIGTERM"));
		}
	}

	@Test
	void anAnswerThatAKillInterruptsGoesOnAfterTheRestart() {
		try (Browser browser = Browser.start(); SampleProcess sample = SampleProcess.start(this.directory)) {
			ask(browser, sample);
			sample.process().kill();
			await().until(() -> browser.texts(NOTICES).contains(WAITING));
			assertThat(browser.texts(NOTICES)).containsExactly("The connection was lost without a word", WAITING);

			sample.startAgain();
			awaitEnd(browser);
			assertNoTokenIsLostOrDoubled(browser, sample);
			await().until(() -> browser.text("#previous").startsWith("CRASHED"));
		}
	}

	/**
	 * A second signal ends a shutdown that takes long enough to be looked at.
	 */
	@Test
	void thePageShowsTheShutdown() {
		try (Browser browser = Browser.start();
				SampleProcess sample = SampleProcess.start(this.directory, "--shutdown.streams.grace=20s",
						"--sample.llm.words=1000")) {
			ask(browser, sample);
			assertThat(browser.texts("#clients .name")).containsExactly("answerProcessor", "mcpClient", "llmClient",
					"dataSource");
			sample.process().terminate();
			await().until(() -> browser.text("#state").equals("DRAINING"));
			await().until(() -> browser.texts("#stages [data-state=RUNNING] .name").contains("streams"));
			assertThat(browser.text("#streams")).isEqualTo("1");
			assertThat(browser.text("#remaining")).endsWith(" s");
			sample.process().terminate();
			assertThat(sample.process().awaitExit()).isEqualTo(143);
			await().until(() -> browser.text("#state").equals("not reachable"));
		}
	}

	private static void ask(Browser browser, SampleProcess sample) {
		browser.open(sample.uri("/"));
		browser.type("#message", "How do ships stop?");
		browser.pressEnter("#message");
		await().until(() -> !browser.texts(ANSWER).isEmpty() && browser.text(ANSWER).split(" ").length > 10);
	}

	private static void awaitEnd(Browser browser) {
		await().until(() -> browser.texts(ANSWER + "[aria-busy]").isEmpty());
	}

	/**
	 * The page loads no answer from the store before it is loaded again, so what it shows
	 * is what it was sent.
	 */
	private static void assertNoTokenIsLostOrDoubled(Browser browser, SampleProcess sample) {
		String lastEventId = browser.attribute("article", "data-last-event-id");
		List<String> tokens = sample.tokens(lastEventId);
		assertThat(browser.text(ANSWER)).isEqualTo(String.join("", tokens));
		assertThat(lastEventId).endsWith(":" + tokens.size());
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60));
	}

}
