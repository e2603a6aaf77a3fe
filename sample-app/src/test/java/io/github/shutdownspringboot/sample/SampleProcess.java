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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.shutdownspringboot.application.ApplicationProcess;
import io.github.shutdownspringboot.application.HttpProbe;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sample as it is delivered, in a process of its own. It can be started again, on the
 * same port and with the same data.
 */
final class SampleProcess implements AutoCloseable {

	static final Path JAR = Path.of(System.getProperty("sample.jar", "target/sample-app-0.1.0-SNAPSHOT.jar"));

	private final Path directory;

	private final int port;

	private final String[] arguments;

	private ApplicationProcess process;

	private SampleProcess(Path directory, int port, String... arguments) {
		this.directory = directory;
		this.port = port;
		this.arguments = Stream
			.concat(Stream.of("--server.port=" + port, "--server.address=127.0.0.1"), Stream.of(arguments))
			.toArray(String[]::new);
		this.process = ApplicationProcess.startJar(JAR, directory, this.arguments);
	}

	static SampleProcess start(Path directory, String... arguments) {
		return new SampleProcess(directory, findFreePort(), arguments);
	}

	/**
	 * Not zero, because a browser comes back to where it was.
	 * @return a port that nobody has
	 */
	private static int findFreePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void startAgain() {
		this.process = ApplicationProcess.startJar(JAR, this.directory, this.arguments);
	}

	ApplicationProcess process() {
		return this.process;
	}

	int port() {
		return this.port;
	}

	URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	/**
	 * Ask for a whole answer.
	 * @param eventId the id of an event of the answer
	 * @return all tokens of the answer
	 */
	List<String> tokens(String eventId) {
		HttpResponse<String> whole = this.process.await(new HttpProbe(this.port).get("/api/chat?message=",
				"Last-Event-ID", eventId.replaceAll(":\\d+$", ":0")));
		return whole.body()
			.lines()
			.filter((line) -> line.startsWith("data:"))
			.map((line) -> JsonMapper.shared().readTree(line.substring("data:".length())))
			.filter((event) -> event.has("token"))
			.map((event) -> event.get("token").asString())
			.toList();
	}

	@Override
	public void close() {
		this.process.close();
	}

}
