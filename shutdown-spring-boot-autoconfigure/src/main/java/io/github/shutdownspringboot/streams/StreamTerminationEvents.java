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

import java.time.Duration;

/**
 * What the streams of the application are told before they are closed. A bean of this
 * type replaces the built-in formats, as long as {@code shutdown.streams.format} is not
 * set; if it is, it may be the name of such a bean.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface StreamTerminationEvents {

	/**
	 * Return what a stream is told. Called once for each stream when it is ended, at any
	 * time from the beginning of the drain, on any thread and on several at once; must
	 * not block. It is written between two messages of the application and in UTF-8,
	 * after the {@code retry} of server-sent events if one is configured. If an exception
	 * is thrown, it is logged and the stream is closed without a word.
	 * @param stream the stream that is about to be closed
	 * @return whole events, each with the blank line that ends it, or whole lines,
	 * depending on the media type; an empty string closes the stream without a word
	 */
	String create(Stream stream);

	/**
	 * A stream that is about to be closed.
	 *
	 * @param mediaType its media type, in lower case and without parameters
	 * @param path the path of its request within the application, without the query
	 * @param message what {@code shutdown.streams.message} says
	 * @param retryAfter when its client should come back
	 */
	record Stream(String mediaType, String path, String message, Duration retryAfter) {

	}

}
