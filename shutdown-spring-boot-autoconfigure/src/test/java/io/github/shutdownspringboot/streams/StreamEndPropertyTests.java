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

package io.github.shutdownspringboot.streams;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.shutdownspringboot.coordinator.InFlightTracker;
import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import io.github.shutdownspringboot.streams.EventStreamParser.Event;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever an application writes, and however it is cut into writes: a client sees whole
 * messages only, then the error, then the end.
 */
class StreamEndPropertyTests {

	private static final Event ERROR = new Event("error",
			"{\"type\":\"error\",\"error\":\"bye\",\"code\":\"server_shutdown\",\"retryAfter\":1000}");

	private static final Event DONE = new Event("done", "{\"type\":\"done\",\"reason\":\"shutdown\"}");

	@Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
	void aClientSeesWholeEventsThenTheErrorThenTheEnd(@ForAll("eventStreams") EventStream stream,
			@ForAll("writing") Writing writing, @ForAll Format format, @ForAll boolean withRetry) {
		Client client = new Client(new StreamDetails(StreamKind.SSE, "text/event-stream", "/", false), format.format,
				withRetry ? Duration.ofSeconds(1) : null);
		client.receive(stream.bytes(), writing);

		EventStreamParser.Seen seen = EventStreamParser.parse(client.received.toByteArray());
		List<Block> whole = stream.wholeBlocks(client.written);
		List<Event> expected = new ArrayList<>(whole.stream().flatMap((block) -> block.events().stream()).toList());
		if (seen.events().size() > expected.size() + 2) {
			assertThat(client.torn).isTrue();
			Event incomplete = seen.events().get(expected.size());
			assertThat(incomplete.name()).isEqualTo("incomplete");
			expected.add(incomplete);
		}
		expected.add(format.named(ERROR));
		expected.add(format.named(DONE));
		assertThat(seen.events()).isEqualTo(expected);
		assertThat(seen.lastEventId()).as("last event id").isEqualTo(lastId(whole));
	}

	private static String lastId(List<Block> blocks) {
		return blocks.stream().flatMap((block) -> block.values("id").stream()).reduce("", (first, last) -> last);
	}

	@Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
	void aClientSeesWholeLinesThenTheErrorThenTheEnd(@ForAll("lines") List<String> lines,
			@ForAll("writing") Writing writing) {
		byte[] bytes = String.join("", lines).getBytes(StandardCharsets.UTF_8);
		Client client = new Client(new StreamDetails(StreamKind.NDJSON, "application/x-ndjson", "/", false),
				TerminationFormat.JSON, null);
		client.receive(bytes, writing);

		byte[] written = Arrays.copyOf(bytes, client.written);
		String torn = (written.length > 0 && written[written.length - 1] != '\n') ? "\n" : "";
		assertThat(torn.isEmpty()).isNotEqualTo(client.torn);
		assertThat(client.received.toString(StandardCharsets.UTF_8))
			.isEqualTo(new String(written, StandardCharsets.UTF_8) + torn + ERROR.data() + "\n" + DONE.data() + "\n");
	}

	@Provide
	Arbitrary<Writing> writing() {
		// The same sizes over and over again, in one direction: few numbers to shrink
		Arbitrary<List<Integer>> sizes = Arbitraries.integers().between(1, 30).list().ofMinSize(1).ofMaxSize(12);
		Arbitrary<Integer> end = Arbitraries.integers().between(0, 25);
		Arbitrary<Integer> stop = Arbitraries.integers()
			.between(0, 30)
			.injectNull(0.5)
			.map((value) -> (value != null) ? value : Integer.MAX_VALUE);
		return Combinators.combine(sizes, end, Arbitraries.of(true, false), stop).as(Writing::new);
	}

	@Provide
	Arbitrary<EventStream> eventStreams() {
		Arbitrary<Line> line = Combinators
			.combine(fields(), text(), Arbitraries.of(":", ": "), Arbitraries.of("\n", "\r", "\r\n"))
			.as(Line::new);
		Arbitrary<Block> block = Combinators.combine(line.list().ofMaxSize(6), Arbitraries.of("\n", "\r", "\r\n"))
			.as(Block::new);
		return block.list().ofMaxSize(8).map(EventStream::of);
	}

	private static Arbitrary<String> fields() {
		return Arbitraries.of("data", "data", "data", "event", "id", "retry", "", "unknown", "i", "idea");
	}

	private static Arbitrary<String> text() {
		return Arbitraries.strings()
			.withChars("abc019 :\u00e4\u20ac\u2028\u0085\uFEFF")
			.ofMaxLength(12)
			// A pair of surrogates is one character of four bytes
			.map((text) -> text.replace("ab", "\ud83d\ude00").stripLeading());
	}

	@Provide
	Arbitrary<List<String>> lines() {
		return Combinators.combine(text(), Arbitraries.of("\n", "\r\n"))
			.as((text, end) -> "{\"text\":\"" + text + "\"}" + end)
			.list()
			.ofMaxSize(10);
	}

	/**
	 * A line of an event, or a comment: a field without a name.
	 *
	 * @param field the name of the field
	 * @param value its value
	 * @param separator what is between them
	 * @param end ends the line
	 */
	record Line(String field, String value, String separator, String end) {

		String text() {
			return this.field + this.separator + this.value;
		}

	}

	/**
	 * Lines up to a blank one, which are an event if there is data.
	 *
	 * @param lines the lines
	 * @param end ends the blank one
	 */
	record Block(List<Line> lines, String end) {

		List<String> values(String field) {
			return this.lines.stream().filter((line) -> line.field().equals(field)).map(Line::value).toList();
		}

		List<Event> events() {
			List<String> data = values("data");
			String name = values("event").stream().reduce("", (first, last) -> last);
			return data.isEmpty() ? List.of()
					: List.of(new Event(name.isEmpty() ? "message" : name, String.join("\n", data)));
		}

	}

	/**
	 * All that an application wants to write.
	 *
	 * @param bytes the bytes
	 * @param blocks what they stand for
	 * @param ends where each block is complete
	 */
	record EventStream(byte[] bytes, List<Block> blocks, List<Integer> ends) {

		static EventStream of(List<Block> blocks) {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			List<Integer> ends = new ArrayList<>();
			String last = "";
			for (Block block : blocks) {
				for (Line line : block.lines()) {
					bytes.writeBytes((line.text() + line.end()).getBytes(StandardCharsets.UTF_8));
					last = line.end();
				}
				// LF after CR would be the second half of one line end
				last = (last.equals("\r") && block.end().equals("\n")) ? "\r" : block.end();
				ends.add(bytes.size() + 1);
				bytes.writeBytes(last.getBytes(StandardCharsets.UTF_8));
			}
			return new EventStream(bytes.toByteArray(), blocks, ends);
		}

		List<Block> wholeBlocks(int written) {
			return this.blocks.subList(0, (int) this.ends.stream().filter((end) -> end <= written).count());
		}

		@Override
		public String toString() {
			return new String(this.bytes, StandardCharsets.UTF_8).replace("\r", "\\r").replace("\n", "\\n");
		}

	}

	/**
	 * How an application writes.
	 *
	 * @param sizes how many bytes at a time, again and again
	 * @param end the write at which the end is requested
	 * @param within whether that is done while the application writes
	 * @param stop the write before which the application stops for good
	 */
	record Writing(List<Integer> sizes, int end, boolean within, int stop) {

		int size(int write) {
			return this.sizes.get(write % this.sizes.size());
		}

	}

	/**
	 * Formats of which one can tell the default names from others.
	 */
	enum Format {

		JSON(TerminationFormat.JSON), NAMED(TerminationFormat.NAMED);

		private final TerminationFormat format;

		Format(TerminationFormat format) {
			this.format = format;
		}

		Event named(Event event) {
			return (this == NAMED) ? event : new Event("message", event.data());
		}

	}

	/**
	 * Gets what the application writes and what the shutdown adds.
	 */
	private static final class Client {

		private final ByteArrayOutputStream received = new ByteArrayOutputStream();

		private final StreamGate gate;

		private int written;

		private boolean ended;

		private boolean torn;

		Client(StreamDetails details, TerminationFormat format, Duration retry) {
			ManualShutdownClock clock = new ManualShutdownClock();
			StreamRegistry registry = new StreamRegistry(clock,
					new TerminationEvents(format, "bye", Duration.ofSeconds(1), retry, Duration.ZERO, () -> 0),
					new StreamPolicies(Map.of()), Duration.ofSeconds(2));
			this.gate = registry.open(details, new InFlightTracker(clock).begin(Map::of), this::end);
		}

		private boolean end(String lastWords) {
			assertThat(this.ended).as("ended twice").isFalse();
			this.ended = true;
			this.received.writeBytes(lastWords.getBytes(StandardCharsets.UTF_8));
			return true;
		}

		void receive(byte[] bytes, Writing writing) {
			boolean mayWrite = true;
			for (int write = 0; mayWrite && write < writing.stop() && this.written < bytes.length; write++) {
				mayWrite = write(bytes, Math.min(writing.size(write), bytes.length - this.written),
						write == writing.end(), writing.within());
			}
			this.gate.requestEnd();
			if (!this.ended) {
				this.torn = this.written > 0;
				this.gate.forceEnd();
			}
			assertThat(this.ended).isTrue();
			assertThat(this.gate.enter()).as("may write after the end").isFalse();
		}

		private boolean write(byte[] bytes, int length, boolean end, boolean within) {
			if (end && !within) {
				this.gate.requestEnd();
			}
			if (!this.gate.enter()) {
				return false;
			}
			if (end && within) {
				this.gate.requestEnd();
			}
			this.received.write(bytes, this.written, length);
			this.gate.accept(bytes, this.written, length);
			this.written += length;
			this.gate.leave();
			return true;
		}

	}

}
