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

package io.github.shutdownspringboot.coordinator;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnfinishedItems}.
 */
class UnfinishedItemsTests {

	private final UnfinishedItems items = new UnfinishedItems();

	@Test
	void whatASourceSaysAgainIsNeitherNewNorKeptTwice() {
		ShutdownReport.Unfinished a = item("a", "x");
		ShutdownReport.Unfinished b = item("b", "x");
		assertThat(add("stage", List.of(a))).containsExactly(a);
		assertThat(add("stage", List.of(item("a", "x"), b))).containsExactly(b);
		assertThat(this.items.toList()).containsExactly(a, b);
	}

	@Test
	void whatIsNotSaidAgainStays() {
		add("stage", List.of(item("a", "x"), item("b", "x")));
		add("stage", List.of(item("b", "x")));
		assertThat(this.items.toList()).hasSize(2);
	}

	@Test
	void severalOfOneKindAreAllKept() {
		assertThat(add("stage", List.of(item("a", "x"), item("a", "x")))).hasSize(2);
		assertThat(add("stage", List.of(item("a", "x"), item("a", "x"), item("a", "x")))).hasSize(1);
		assertThat(add("other", List.of(item("a", "x")))).hasSize(1);
		assertThat(this.items.toList()).hasSize(4);
	}

	@Test
	void whatHasComeFurtherIsNew() {
		add("stage", List.of(item("a", "x")));
		assertThat(add("stage", List.of(item("a", "y")))).hasSize(1);
	}

	@Test
	void aReportIsNotFilledWithMoreThanAnybodyReads() {
		List<ShutdownReport.Unfinished> many = IntStream.range(0, 20_000)
			.mapToObj((number) -> item("request " + number, "x"))
			.toList();
		assertThat(add("requests", many)).hasSize(20_000);
		assertThat(this.items.toList()).hasSize(1001)
			.last()
			.extracting(ShutdownReport.Unfinished::what)
			.isEqualTo("19000 more");
	}

	private List<ShutdownReport.Unfinished> add(String source, List<ShutdownReport.Unfinished> unfinished) {
		this.items.add(source, unfinished);
		return this.items.takeUntold();
	}

	private static ShutdownReport.Unfinished item(String what, String line) {
		return new ShutdownReport.Unfinished(what, Duration.ofSeconds(1), "thread", List.of(line));
	}

}
