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

package io.github.shutdownspringboot.faults;

import java.io.IOException;

/**
 * What one client does, and what it sees of it.
 */
interface Exchange extends AutoCloseable {

	/**
	 * Send as much as is to be sent at the {@link Moment}.
	 * @throws IOException if that fails
	 */
	void begin() throws IOException;

	/**
	 * Do what is to be done while the application drains.
	 * @throws IOException if that fails
	 */
	void goOn() throws IOException;

	/**
	 * Read to the end.
	 * @return what has come, in the words of the table
	 * @throws IOException if the client itself fails; what the server does to it is told
	 * in words
	 */
	String see() throws IOException;

	@Override
	void close() throws IOException;

}
