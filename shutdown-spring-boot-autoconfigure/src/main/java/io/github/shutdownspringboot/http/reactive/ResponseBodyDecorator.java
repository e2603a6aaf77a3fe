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

package io.github.shutdownspringboot.http.reactive;

import io.github.shutdownspringboot.coordinator.Internal;
import org.reactivestreams.Publisher;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Puts something round the body of each tracked response that has one. Called on the
 * thread on which the application hands over the body, when it has set its headers.
 *
 * @since 0.1.0
 */
@Internal
public interface ResponseBodyDecorator {

	/**
	 * Decorate a body.
	 * @param response the response
	 * @param body the body of the application
	 * @return what is written
	 */
	Publisher<? extends DataBuffer> decorate(TrackedResponse response, Publisher<? extends DataBuffer> body);

	/**
	 * Decorate a body that is flushed after each of its publishers.
	 * @param response the response
	 * @param body the body of the application
	 * @return what is written
	 */
	Publisher<? extends Publisher<? extends DataBuffer>> decorateFlushing(TrackedResponse response,
			Publisher<? extends Publisher<? extends DataBuffer>> body);

}
