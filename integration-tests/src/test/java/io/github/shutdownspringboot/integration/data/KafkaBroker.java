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

package io.github.shutdownspringboot.integration.data;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Properties;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker in this JVM that listens on 127.0.0.1 only, which those of Spring Kafka
 * do not.
 */
public final class KafkaBroker implements AutoCloseable {

	private static final int NODE = 1;

	private final String address = "127.0.0.1:" + FreePort.find();

	private final KafkaRaftServer server;

	private KafkaBroker(Path directory) throws Exception {
		KafkaConfig config = KafkaConfig.fromProps(createProperties(directory), false);
		Formatter formatter = new Formatter().setNodeId(NODE)
			.setClusterId(Uuid.randomUuid().toString())
			.addDirectory(directory.toString())
			.setMetadataLogDirectory(directory.toString())
			.setControllerListenerName("CONTROLLER")
			.setReleaseVersion(MetadataVersion.latestProduction())
			.setPrintStream(new PrintStream(OutputStream.nullOutputStream()));
		formatter.run();
		this.server = new KafkaRaftServer(config, Time.SYSTEM);
		this.server.startup();
	}

	/**
	 * Start a broker.
	 * @param directory an empty directory for its data
	 * @return the broker
	 */
	public static KafkaBroker start(Path directory) throws Exception {
		return new KafkaBroker(directory);
	}

	private Properties createProperties(Path directory) {
		String controller = "127.0.0.1:" + FreePort.find();
		Properties properties = new Properties();
		properties.setProperty("process.roles", "broker,controller");
		properties.setProperty("node.id", Integer.toString(NODE));
		properties.setProperty("listeners", "PLAINTEXT://%s,CONTROLLER://%s".formatted(this.address, controller));
		properties.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
		properties.setProperty("controller.listener.names", "CONTROLLER");
		properties.setProperty("controller.quorum.voters", NODE + "@" + controller);
		properties.setProperty("log.dirs", directory.toString());
		properties.setProperty("offsets.topic.num.partitions", "1");
		properties.setProperty("offsets.topic.replication.factor", "1");
		properties.setProperty("group.initial.rebalance.delay.ms", "0");
		return properties;
	}

	public String getAddress() {
		return this.address;
	}

	/**
	 * Return the number of connections of clients. The broker uses the other listener for
	 * its own.
	 * @return the number
	 */
	int countConnections() throws JMException {
		MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
		double connections = 0;
		for (ObjectName name : beans.queryNames(
				new ObjectName("kafka.server:type=socket-server-metrics,listener=PLAINTEXT,networkProcessor=*"),
				null)) {
			connections += (Double) beans.getAttribute(name, "connection-count");
		}
		return (int) connections;
	}

	@Override
	public void close() {
		this.server.shutdown();
		this.server.awaitShutdown();
	}

}
