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

package io.github.shutdownspringboot.leaks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import io.github.shutdownspringboot.application.fleet.FleetApplication;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts an application, uses it and stops it, over and over again in one JVM, and tells
 * what is used after each time.
 */
public final class Cycles {

	private Cycles() {
	}

	public static void main(String[] args) {
		int count = Integer.getInteger("cycles");
		for (int cycle = 0; cycle < count; cycle++) {
			run(args);
			Usage.now().print();
		}
	}

	private static void run(String[] args) {
		ConfigurableApplicationContext context = new SpringApplication(FleetApplication.class)
			.run(Stream.concat(Stream.of(args), Stream.of("--spring.main.banner-mode=off", "--logging.level.root=warn"))
				.toArray(String[]::new));
		ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
		int port = ((WebServerApplicationContext) context).getWebServer().getPort();
		try (Socket request = open(port, "/quick"); Socket stream = open(port, "/events")) {
			awaitText(request.getInputStream(), "quick");
			awaitText(stream.getInputStream(), "data:tick");
			context.close();
			awaitText(stream.getInputStream(), "\"type\":\"done\"");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		if (coordinator.getReport().outcome() != ShutdownOutcome.CLEAN) {
			throw new IllegalStateException("Not clean: " + coordinator.getReport());
		}
	}

	private static Socket open(int port, String path) throws IOException {
		Socket socket = new Socket("127.0.0.1", port);
		socket.setSoTimeout(30_000);
		socket.getOutputStream()
			.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

	private static void awaitText(InputStream input, String text) throws IOException {
		StringBuilder received = new StringBuilder();
		while (received.indexOf(text) < 0) {
			int next = input.read();
			if (next < 0) {
				throw new IOException("Ended after " + received);
			}
			received.append((char) next);
		}
	}

}
