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

package io.github.shutdownspringboot.sample.report;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.sample.knowledge.AnswerStore;
import io.github.shutdownspringboot.sample.knowledge.PassageStore;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Controller whose answer takes a while, without holding a thread. It asks the database
 * at the end, so a shutdown that does not wait for it would show.
 */
@RestController
class ReportController {

	private final AnswerStore answers;

	private final PassageStore passages;

	private final Executor afterAWhile;

	ReportController(AnswerStore answers, PassageStore passages, AsyncTaskExecutor executor,
			@Value("${sample.report.duration:3s}") Duration duration) {
		this.answers = answers;
		this.passages = passages;
		this.afterAWhile = CompletableFuture.delayedExecutor(duration.toMillis(), TimeUnit.MILLISECONDS, executor);
	}

	@GetMapping("/api/report")
	CompletableFuture<Report> report() {
		return CompletableFuture.supplyAsync(() -> new Report(this.passages.count(), this.answers.count()),
				this.afterAWhile);
	}

	/**
	 * What the knowledge store has.
	 *
	 * @param passages the number of passages that answers are made from
	 * @param saved what has been saved of answers
	 */
	record Report(int passages, AnswerStore.Counts saved) {

	}

}
