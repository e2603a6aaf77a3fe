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

import io.github.shutdownspringboot.application.Body;
import io.github.shutdownspringboot.application.Http2Connection;

/**
 * A client of HTTP/2. Its connection is older than the drain, as such connections are.
 */
final class Http2Exchange implements Exchange {

	private final Http2Connection connection;

	private final String path;

	Http2Exchange(int port, String path) throws IOException {
		this.connection = Http2Connection.open(port);
		this.path = path;
	}

	@Override
	public void begin() throws IOException {
		this.connection.send(this.path);
	}

	@Override
	public void goOn() {
		// Waits
	}

	@Override
	public String see() throws IOException {
		Http2Connection.Response response = this.connection.receive();
		String words = "unexpected: " + response;
		if (response.status() == 503 && response.body().contains("Server shutdown in progress")) {
			words = "503";
		}
		else if (response.status() == 200 && response.body().equals(Body.TEXT)) {
			words = "200, all of it";
		}
		return words + ((this.connection.awaitGoAway() == 0) ? ", GOAWAY" : ", an error");
	}

	@Override
	public void close() throws IOException {
		this.connection.close();
	}

}
