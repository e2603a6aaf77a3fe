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

package io.github.shutdownspringboot.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

import io.github.shutdownspringboot.application.ApplicationProcess;
import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.application.fleet.FleetApplication;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Replicas of an application behind a load balancer, all of them processes of their own.
 */
final class Fleet implements AutoCloseable {

	private static final int STARTS_AT_A_TIME = 2;

	private final TestServer server;

	private final Path directory;

	private final List<String> arguments;

	private final List<Integer> ports = new ArrayList<>();

	private final Map<Integer, ApplicationProcess> replicas = new ConcurrentSkipListMap<>();

	private final int port;

	private final Balancer balancer;

	private @Nullable Process balancerProcess;

	private Fleet(TestServer server, Balancer balancer, int size, Path directory, List<String> arguments)
			throws IOException {
		this.server = server;
		this.balancer = balancer;
		this.directory = directory;
		this.arguments = arguments;
		List<Integer> free = findFreePorts(size + 1);
		this.port = free.get(0);
		this.ports.addAll(free.subList(1, free.size()));
	}

	static Fleet start(TestServer server, Balancer balancer, int size, Path directory, String... arguments)
			throws Exception {
		Fleet fleet = new Fleet(server, balancer, size, directory, List.of(arguments));
		try {
			fleet.startAll();
			return fleet;
		}
		catch (Exception | Error ex) {
			// Nobody else knows of what has been started
			fleet.close();
			throw ex;
		}
	}

	private void startAll() {
		List<CompletableFuture<Void>> starts = new ArrayList<>();
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
		executor.setConcurrencyLimit(STARTS_AT_A_TIME);
		for (int i = 0; i < this.ports.size(); i++) {
			int index = i;
			starts.add(CompletableFuture.runAsync(() -> this.replicas.put(index, startReplica(index)), executor));
		}
		CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)).join();
		// The first answer of a cold JVM may take longer than a balancer waits for it
		this.ports.forEach((replica) -> new HttpConnection(replica).get("/actuator/health/readiness"));
		this.balancerProcess = this.balancer.start(this.directory, this.port, this.ports);
		this.replicas.keySet().forEach((index) -> awaitRequests(Integer.toString(index)));
	}

	private static List<Integer> findFreePorts(int count) throws IOException {
		List<ServerSocket> sockets = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
		}
		for (ServerSocket socket : sockets) {
			socket.close();
		}
		return sockets.stream().map(ServerSocket::getLocalPort).toList();
	}

	private ApplicationProcess startReplica(int index) {
		return ApplicationProcess.start(this.server, FleetApplication.class, this.ports.get(index), getHome(index),
				Stream.concat(Stream.of("--fleet.replica=" + index), this.arguments.stream()).toArray(String[]::new));
	}

	private Path getHome(int index) {
		try {
			return Files.createDirectories(this.directory.resolve("replica" + index));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the orders that the replicas have taken.
	 * @return the orders, one that was taken twice twice
	 * @throws IOException if they cannot be read
	 */
	List<String> getOrders() throws IOException {
		List<String> orders = new ArrayList<>();
		for (int i = 0; i < getSize(); i++) {
			orders.addAll(Files.readAllLines(getHome(i).resolve(FleetApplication.ORDERS)));
		}
		return orders;
	}

	/**
	 * Return the port of the load balancer.
	 * @return the port
	 */
	int getPort() {
		return this.port;
	}

	/**
	 * Stop a replica.
	 * @param index which one
	 * @return its exit code
	 */
	int stop(int index) {
		ApplicationProcess replica = Objects.requireNonNull(this.replicas.get(index));
		replica.terminate();
		return replica.awaitExit();
	}

	/**
	 * Start a replica again and wait until it gets requests, as a platform does before it
	 * goes on to the next one.
	 * @param index which one
	 */
	void startAgain(int index) {
		this.replicas.put(index, startReplica(index));
		awaitRequests(Integer.toString(index));
	}

	private void awaitRequests(String replica) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
			try (HttpConnection connection = new HttpConnection(this.port)) {
				connection.get("/quick");
				return replica.equals(connection.getReplica());
			}
		});
	}

	int getSize() {
		return this.ports.size();
	}

	/**
	 * Return what the load balancer has to say of what went wrong.
	 * @return its log
	 * @throws IOException if it cannot be read
	 */
	String getBalancerLog() throws IOException {
		return Files.readString(this.balancer.getLog(this.directory));
	}

	@Override
	public void close() throws InterruptedException {
		if (this.balancerProcess != null) {
			Balancer.stop(this.balancerProcess);
		}
		this.replicas.values().forEach(ApplicationProcess::close);
	}

}
