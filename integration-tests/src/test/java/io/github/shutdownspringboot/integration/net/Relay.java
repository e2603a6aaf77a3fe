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

package io.github.shutdownspringboot.integration.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a client and its server, and sees the connections of the client from the
 * other side: one is open until the client has closed it, whatever the server does. It
 * can also play dead, as a peer does whose machine has gone.
 */
final class Relay implements AutoCloseable {

	private final ServerSocket listener;

	private final int serverPort;

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private volatile boolean dead;

	Relay(int serverPort) {
		this.serverPort = serverPort;
		try {
			this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start("relay", this::accept);
	}

	int getPort() {
		return this.listener.getLocalPort();
	}

	/**
	 * Return how many connections the client holds open.
	 */
	int getOpen() {
		return this.open.size();
	}

	/**
	 * Pass nothing on any more. The connections stay open.
	 */
	void playDead() {
		this.dead = true;
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.listener.accept();
			this.open.add(client);
			start("relay-client", () -> serve(client));
		}
	}

	private void serve(Socket client) throws IOException {
		try (client; Socket server = new Socket(InetAddress.getLoopbackAddress(), this.serverPort)) {
			start("relay-server", () -> copy(server, client));
			copy(client, server);
		}
		finally {
			this.open.remove(client);
		}
	}

	private void copy(Socket from, Socket to) throws IOException {
		InputStream input = from.getInputStream();
		OutputStream output = to.getOutputStream();
		byte[] buffer = new byte[8192];
		for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
			if (!this.dead) {
				output.write(buffer, 0, count);
			}
		}
		to.shutdownOutput();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		for (Socket client : this.open) {
			client.close();
		}
	}

	private static void start(String name, Step step) {
		Thread thread = new Thread(() -> {
			try {
				step.run();
			}
			catch (IOException ex) {
				// One of the two has closed its socket
			}
		}, name);
		thread.setDaemon(true);
		thread.start();
	}

	@FunctionalInterface
	private interface Step {

		void run() throws IOException;

	}

}
