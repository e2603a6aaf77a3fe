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

package io.github.shutdownspringboot.application.webflux;

import io.github.shutdownspringboot.application.CorsWay;

import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Requests of other origins, and one with a body.
 */
@RestController
class CorsController {

	@GetMapping("/cors/annotated")
	@CrossOrigin(CorsWay.ALLOWED_ORIGIN)
	String annotated() {
		return "annotated";
	}

	@GetMapping("/cors/configured")
	String configured() {
		return "configured";
	}

	@PostMapping("/upload")
	int upload(@RequestBody byte[] body) {
		return body.length;
	}

}
