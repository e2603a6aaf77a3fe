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

package io.github.shutdownspringboot.application;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * Requests that are written in the same way on each server. Each application has a
 * subclass in its own package, where it looks for controllers.
 */
public abstract class TransferController {

	private final Sinks.Empty<Void> answered = Sinks.empty();

	@Value("${transfer.file:}")
	private String file;

	/**
	 * Answered by {@link #answer}, with a publisher on a servlet too.
	 * @return the body
	 */
	@GetMapping("/reactive")
	public Mono<String> reactive() {
		return this.answered.asMono().thenReturn(Body.TEXT);
	}

	public void answer() {
		this.answered.tryEmitEmpty();
	}

	/**
	 * A file, of which a client may ask for a part.
	 * @return the file
	 */
	@GetMapping("/download")
	public ResponseEntity<Resource> download() {
		return ResponseEntity.ok()
			.contentType(MediaType.APPLICATION_OCTET_STREAM)
			.body(new FileSystemResource(this.file));
	}

}
