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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file that is more than all buffers between a server and a client that does not read,
 * and of which a client wants all but the beginning.
 */
final class Download {

	private static final int SIZE = 32 * 1024 * 1024;

	private static final int FROM = 1_000;

	static final String RANGE_HEADER = "Range: bytes=" + FROM + "-";

	private static final byte[] CONTENT = content();

	private Download() {
	}

	private static byte[] content() {
		byte[] content = new byte[SIZE];
		for (int i = 0; i < SIZE; i++) {
			content[i] = (byte) (i ^ (i >>> 8) ^ (i >>> 16));
		}
		return content;
	}

	static void write(Path file) throws IOException {
		Files.write(file, CONTENT);
	}

	static boolean isPart(Response response) {
		return response.status() == 206
				&& ("bytes " + FROM + "-" + (SIZE - 1) + "/" + SIZE).equals(response.headers().get("content-range"))
				&& Arrays.equals(response.body(), 0, response.body().length, CONTENT, FROM, SIZE);
	}

}
