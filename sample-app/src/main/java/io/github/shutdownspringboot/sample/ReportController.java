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

import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Controller whose answer takes a while, without holding a thread.
 */
@RestController
class ReportController {

	private final MarkovGenerator generator;

	private final ChatStatistics statistics;

	private final ReportProperties properties;

	ReportController(MarkovGenerator generator, ChatStatistics statistics, ReportProperties properties) {
		this.generator = generator;
		this.statistics = statistics;
		this.properties = properties;
	}

	@GetMapping("/api/report")
	Mono<Report> report() {
		return Mono.delay(this.properties.duration())
			.map((tick) -> new Report(this.generator.getWordCount(), this.statistics.getAnswers(),
					this.statistics.getTokens()));
	}

	/**
	 * What the service has done so far.
	 *
	 * @param corpusWords words that the service has learned from
	 * @param answersGiven answers told to their end
	 * @param tokensStreamed tokens of all answers, also of those that were cut
	 */
	record Report(int corpusWords, long answersGiven, long tokensStreamed) {

	}

}
