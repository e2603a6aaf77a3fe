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

package io.github.shutdownspringboot.benchmarks.application.mvc;

import java.io.IOException;
import java.util.Map;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * A quick answer, a slow one, and a stream that never ends by itself.
 */
@RestController
class MvcEndpoints {

	@GetMapping("/hello")
	Map<String, String> hello() {
		return Map.of("message", "hello");
	}

	@GetMapping("/slow")
	Map<String, String> slow(@RequestParam long millis) throws InterruptedException {
		Thread.sleep(millis);
		return Map.of("message", "slow");
	}

	@GetMapping("/stream")
	SseEmitter stream() throws IOException {
		SseEmitter emitter = new SseEmitter(0L);
		emitter.send("open");
		return emitter;
	}

}
