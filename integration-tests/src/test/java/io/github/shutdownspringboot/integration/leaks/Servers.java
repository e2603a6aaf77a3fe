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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

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
import redis.embedded.RedisServer;

/**
 * The servers of all clients. They go on while applications come and go.
 */
final class Servers implements AutoCloseable {

	private final EmbeddedPostgres postgres;

	private final RedisServer redis;

	private final KafkaBroker kafka;

	private final AmqpBroker rabbit;

	private final McpTestServer mcp = McpTestServer.streamable("logging.level.root=warn");

	private final HttpStub http = new HttpStub();

	private final Server grpc;

	private final ZContext zeroMq = new ZContext();

	private final ZMQ.Socket zeroMqSocket = this.zeroMq.createSocket(SocketType.PULL);

	private final int zeroMqPort;

	Servers(Path directory) throws Exception {
		this.postgres = Databases.startPostgres();
		this.redis = Databases.startRedis();
		this.kafka = KafkaBroker.start(directory);
		this.rabbit = AmqpBroker.start();
		this.grpc = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.build()
			.start();
		this.zeroMqPort = this.zeroMqSocket.bindToRandomPort("tcp://127.0.0.1");
	}

	String[] getProperties() {
		return new String[] {
				"spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/postgres".formatted(this.postgres.getPort()),
				"spring.datasource.username=postgres", "spring.data.redis.host=127.0.0.1",
				"spring.data.redis.port=" + this.redis.ports().get(0),
				"spring.kafka.bootstrap-servers=" + this.kafka.getAddress(), "spring.rabbitmq.host=127.0.0.1",
				"spring.rabbitmq.port=" + this.rabbit.getPort(), "spring.rabbitmq.virtual-host=default",
				"servers.mcp=http://127.0.0.1:" + this.mcp.getPort(),
				"servers.http=http://127.0.0.1:" + this.http.getPort(), "servers.grpc=" + this.grpc.getPort(),
				"servers.zero-mq=tcp://127.0.0.1:" + this.zeroMqPort };
	}

	/**
	 * Wait for a message that a client has sent by ZeroMQ.
	 * @return the message
	 */
	String receive() {
		return this.zeroMqSocket.recvStr();
	}

	@Override
	public void close() throws IOException, InterruptedException {
		this.zeroMq.close();
		this.grpc.shutdownNow().awaitTermination();
		this.http.close();
		this.mcp.close();
		this.rabbit.close();
		this.kafka.close();
		this.redis.stop();
		this.postgres.close();
	}

}
