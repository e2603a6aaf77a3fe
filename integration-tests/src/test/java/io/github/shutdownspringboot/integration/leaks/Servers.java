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

package io.github.shutdownspringboot.integration.leaks;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import io.github.shutdownspringboot.integration.data.AmqpBroker;
import io.github.shutdownspringboot.integration.data.Databases;
import io.github.shutdownspringboot.integration.data.KafkaBroker;
import io.github.shutdownspringboot.integration.net.HttpStub;
import io.github.shutdownspringboot.integration.net.McpTestServer;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import redis.embedded.RedisServer;

/**
 * The servers of all clients, as a process of their own: what they have open is not what
 * an application has left open. They go on while applications come and go, and end when
 * nobody can write to their standard input any more.
 */
public final class Servers implements AutoCloseable {

	private final EmbeddedPostgres postgres;

	private final RedisServer redis;

	private final KafkaBroker kafka;

	private final AmqpBroker rabbit;

	private final McpTestServer mcp = McpTestServer.streamable("logging.level.root=warn");

	private final HttpStub http = new HttpStub();

	private final Server grpc;

	private final ZContext zeroMq = new ZContext();

	private final ZMQ.Socket zeroMqSocket = this.zeroMq.createSocket(SocketType.REP);

	private final int zeroMqPort;

	private Servers(Path directory) throws Exception {
		this.postgres = Databases.startPostgres();
		this.redis = Databases.startRedis();
		this.kafka = KafkaBroker.start(directory);
		this.rabbit = AmqpBroker.start();
		this.grpc = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.build()
			.start();
		this.zeroMqPort = this.zeroMqSocket.bindToRandomPort("tcp://127.0.0.1");
		new Thread(this::reply, "reply").start();
	}

	/**
	 * Start the servers and wait for the end of the standard input.
	 * @param arguments the file to write the properties to, and a directory
	 * @throws Exception if a server cannot be started or stopped
	 */
	public static void main(String[] arguments) throws Exception {
		try (Servers servers = new Servers(Path.of(arguments[1]))) {
			Path unfinished = Path.of(arguments[0] + ".unfinished");
			Files.write(unfinished, servers.getProperties());
			Files.move(unfinished, Path.of(arguments[0]), StandardCopyOption.ATOMIC_MOVE);
			System.in.transferTo(OutputStream.nullOutputStream());
		}
		catch (Exception ex) {
			ex.printStackTrace();
			System.exit(1);
		}
		// Some of the servers leave threads
		System.exit(0);
	}

	private void reply() {
		try {
			while (true) {
				this.zeroMqSocket.send(this.zeroMqSocket.recv());
			}
		}
		catch (ZMQException ex) {
			// The context is closed
		}
	}

	private List<String> getProperties() {
		return List.of(
				"spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/postgres".formatted(this.postgres.getPort()),
				"spring.datasource.username=postgres", "spring.data.redis.host=127.0.0.1",
				"spring.data.redis.port=" + this.redis.ports().get(0),
				"spring.kafka.bootstrap-servers=" + this.kafka.getAddress(), "spring.rabbitmq.host=127.0.0.1",
				"spring.rabbitmq.port=" + this.rabbit.getPort(), "spring.rabbitmq.virtual-host=default",
				"servers.mcp=http://127.0.0.1:" + this.mcp.getPort(),
				"servers.http=http://127.0.0.1:" + this.http.getPort(), "servers.grpc=" + this.grpc.getPort(),
				"servers.zero-mq=tcp://127.0.0.1:" + this.zeroMqPort);
	}

	@Override
	public void close() throws IOException, InterruptedException {
		this.grpc.shutdownNow().awaitTermination();
		this.http.close();
		this.mcp.close();
		this.rabbit.close();
		this.kafka.close();
		this.redis.stop();
		this.postgres.close();
		// Last: it waits for whoever is in the middle of a call
		this.zeroMq.close();
	}

}
