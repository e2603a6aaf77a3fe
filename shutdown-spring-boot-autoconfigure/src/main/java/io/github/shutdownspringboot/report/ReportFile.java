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

package io.github.shutdownspringboot.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.github.shutdownspringboot.coordinator.FileReplacement;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownReportSink;

/**
 * Writes a picture of the shutdown.
 */
final class ReportFile implements ShutdownReportSink {

	private final Path file;

	private final CountsRecorder recorder;

	private final String application;

	/**
	 * Make a file.
	 * @param file where it is
	 * @param recorder knows what was in flight
	 * @param application the name of the application, empty if it has none
	 */
	ReportFile(Path file, CountsRecorder recorder, String application) {
		this.file = file;
		this.recorder = recorder;
		this.application = application;
	}

	@Override
	public void keep(ShutdownReport report) throws IOException {
		List<CountsRecorder.Sample> samples = this.recorder.finish();
		TimelineSvg timeline = new TimelineSvg(report, samples, this.application);
		FileReplacement.replace(this.file, ReportProperties.isSvg(this.file) ? timeline.draw(true)
				: new ReportHtml(report, timeline, this.application).write());
	}

}
