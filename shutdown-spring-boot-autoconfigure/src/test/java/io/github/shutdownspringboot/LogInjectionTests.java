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

package io.github.shutdownspringboot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.shutdownspringboot.clients.ClientRegistration;
import io.github.shutdownspringboot.work.UnfinishedWorkFile;
import io.github.shutdownspringboot.work.WorkTracker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names and payloads that an application has made of what its users sent do not make
 * lines of the log. The stack of an exception is printed by the logging system as ever,
 * with whatever its message is.
 */
class LogInjectionTests {

	private static final List<String> BREAKS = List.of("\r\n", "\n", "\r", "\u0085", "\u2028", "\u2029", "\u001b[2J",
			"\u009b2J", "\u0000", "\b");

	private static final String HOSTILE = "x" + String.join("FORGED ", BREAKS) + "FORGED ";

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.shutdownspringboot");

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@TempDir
	private Path directory;

	@BeforeEach
	void listen() {
		this.log.start();
		this.logger.addAppender(this.log);
		this.logger.setLevel(Level.DEBUG);
	}

	@AfterEach
	void stop() {
		this.logger.detachAppender(this.log);
		this.logger.setLevel(null);
	}

	@Test
	void clientsThatFailHangOrAreClosedStayOnTheirLine() {
		runner().withPropertyValues("shutdown.clients.timeout=200ms", "shutdown.timeout=5s")
			.withBean("good", ClientRegistration.class, () -> ClientRegistration.of("good " + HOSTILE, () -> {
			}).order(1))
			.withBean("failing", ClientRegistration.class,
					() -> ClientRegistration.ofAsync("failing " + HOSTILE, () -> failed(HOSTILE)).order(2))
			.withBean("hanging", ClientRegistration.class,
					() -> ClientRegistration.ofAsync("hanging " + HOSTILE, CompletableFuture::new).order(3))
			.run((context) -> context.close());
		assertThat(messages()).anyMatch((message) -> message.startsWith("Client 'good x"))
			.anyMatch((message) -> message.startsWith("Client 'failing x"))
			.anyMatch((message) -> message.startsWith("Client 'hanging x"))
			.anyMatch((message) -> message.startsWith("Shutdown completed: FAILED"));
		assertNothingForged();
	}

	@Test
	void workThatIsCutStaysOnItsLine() {
		runner().withPropertyValues("shutdown.work.timeout=1ms").run((context) -> {
			context.getBean(WorkTracker.class).begin("work " + HOSTILE, "payload " + HOSTILE);
			context.close();
		});
		assertThat(messages()).anyMatch((message) -> message.startsWith("Stage 'work' timed out"))
			.anyMatch((message) -> message.contains("payload x"));
		assertNothingForged();
	}

	@Test
	void workThatCannotBeTakenStaysOnItsLine() throws Exception {
		Path file = Files.writeString(this.directory.resolve("work.jsonl"),
				"\u001b[2J\u0085FORGED\u2028FORGED" + System.lineSeparator());
		runner().withPropertyValues("shutdown.work.unfinished-file=" + file)
			.run((context) -> assertThat(context.getBean(UnfinishedWorkFile.class).reload((work) -> {
			})).isZero());
		assertThat(messages()).anyMatch((message) -> message.startsWith("Unfinished work could not be taken"));
		assertNothingForged();
	}

	private static ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(ShutdownAutoConfigurationTests.all());
	}

	private static CompletableFuture<Void> failed(String message) {
		return CompletableFuture.failedFuture(new IllegalStateException(message));
	}

	private List<String> messages() {
		return List.copyOf(this.log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	/**
	 * The picture at the end has lines of its own, none of which begins with what others
	 * have written.
	 */
	private void assertNothingForged() {
		assertThat(messages()).allSatisfy((message) -> {
			assertThat(message.lines().skip(1)).allMatch((line) -> line.startsWith("  ") || line.startsWith("\tat "));
			assertThat(message.replace(System.lineSeparator(), "").replace("\t", ""))
				.doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}]");
		});
	}

}
