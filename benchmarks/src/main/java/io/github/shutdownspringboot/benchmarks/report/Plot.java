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

package io.github.shutdownspringboot.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A plot of lines as an SVG image, both axes logarithmic: what is proportional rises by
 * 45 degrees where the scales are equal.
 */
public final class Plot {

	private static final int WIDTH = 640;

	private static final int HEIGHT = 400;

	private static final int LEFT = 80;

	private static final int RIGHT = 110;

	private static final int TOP = 50;

	private static final int BOTTOM = 50;

	private static final List<String> COLOURS = List.of("#2563eb", "#d97706", "#059669", "#7c3aed");

	private final String title;

	private final String horizontal;

	private final String vertical;

	private final Map<String, Map<Double, Double>> lines = new LinkedHashMap<>();

	public Plot(String title, String horizontal, String vertical) {
		this.title = title;
		this.horizontal = horizontal;
		this.vertical = vertical;
	}

	public void add(String line, double x, double y) {
		this.lines.computeIfAbsent(line, (name) -> new LinkedHashMap<>()).put(x, y);
	}

	public String toSvg() {
		double minX = decade(this.lines.values().stream().flatMap((line) -> line.keySet().stream()).toList(), true);
		double maxX = decade(this.lines.values().stream().flatMap((line) -> line.keySet().stream()).toList(), false);
		double minY = decade(this.lines.values().stream().flatMap((line) -> line.values().stream()).toList(), true);
		double maxY = decade(this.lines.values().stream().flatMap((line) -> line.values().stream()).toList(), false);
		StringBuilder svg = new StringBuilder();
		svg.append("""
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
				<rect width="100%%" height="100%%" fill="white"/>
				<text x="%d" y="26" font-size="16">%s</text>
				<text x="%d" y="%d" text-anchor="middle">%s</text>
				<text x="18" y="%d" text-anchor="middle" transform="rotate(-90 18 %d)">%s</text>
				""".formatted(WIDTH, HEIGHT, LEFT, this.title, (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, this.horizontal,
				(TOP + HEIGHT - BOTTOM) / 2, (TOP + HEIGHT - BOTTOM) / 2, this.vertical));
		for (double x = minX; x <= maxX * 1.01; x *= 10) {
			int at = scale(x, minX, maxX, LEFT, WIDTH - RIGHT);
			svg.append("<path d=\"M%d %dV%d\" stroke=\"#ddd\"/>\n".formatted(at, TOP, HEIGHT - BOTTOM));
			svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n".formatted(at, HEIGHT - BOTTOM + 18,
					number(x)));
		}
		for (double y = minY; y <= maxY * 1.01; y *= 10) {
			int at = scale(y, minY, maxY, HEIGHT - BOTTOM, TOP);
			svg.append("<path d=\"M%d %dH%d\" stroke=\"#ddd\"/>\n".formatted(LEFT, at, WIDTH - RIGHT));
			svg.append(
					"<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n".formatted(LEFT - 6, at + 4, number(y)));
		}
		int number = 0;
		for (Map.Entry<String, Map<Double, Double>> line : this.lines.entrySet()) {
			String colour = COLOURS.get(number++ % COLOURS.size());
			StringBuilder points = new StringBuilder();
			int lastX = 0;
			int lastY = 0;
			for (Map.Entry<Double, Double> point : line.getValue().entrySet()) {
				lastX = scale(point.getKey(), minX, maxX, LEFT, WIDTH - RIGHT);
				lastY = scale(point.getValue(), minY, maxY, HEIGHT - BOTTOM, TOP);
				points.append(lastX).append(',').append(lastY).append(' ');
				svg.append("<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/>\n".formatted(lastX, lastY, colour));
			}
			svg.append("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n"
				.formatted(points.toString().strip(), colour));
			svg.append("<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>\n".formatted(WIDTH - RIGHT + 8, TOP + 16 * number,
					colour, line.getKey()));
		}
		return svg.append("</svg>\n").toString();
	}

	private static double decade(List<Double> values, boolean below) {
		double value = values.stream().reduce((below) ? Math::min : Math::max).orElse(1.0);
		double exponent = Math.log10(value);
		double rounded = Math.pow(10, (below) ? Math.floor(exponent) : Math.ceil(exponent));
		return (!below && rounded == value) ? value : rounded;
	}

	private static int scale(double value, double min, double max, int from, int to) {
		double range = Math.max(1e-9, Math.log10(max) - Math.log10(min));
		return (int) Math.round(from + (Math.log10(value) - Math.log10(min)) / range * (to - from));
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, (value < 1) ? "%.2f" : "%,.0f", value);
	}

}
