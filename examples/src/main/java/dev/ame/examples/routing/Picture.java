package dev.ame.examples.routing;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Draws a board: a pixel for each cell, one colour for each layer, pins in white. */
final class Picture {

    private static final int BACKGROUND = 0x10241a;
    private static final int TOP = 0xe3a857;
    private static final int BOTTOM = 0x4fa3d8;
    private static final int PIN = 0xffffff;

    private Picture() {}

    /** Writes a PNG file, and the directories that it needs. */
    static void write(Board board, List<Wire> wires, Path file) throws IOException {
        BufferedImage image = new BufferedImage(board.width(), board.height(), BufferedImage.TYPE_INT_RGB);
        short[] cells = PlainBoard.cellsOf(board);
        int layerSize = board.width() * board.height();
        for (int i = 0; i < layerSize; i++) {
            int colour = cells[i] != 0 ? TOP : cells[layerSize + i] != 0 ? BOTTOM : BACKGROUND;
            image.setRGB(i % board.width(), i / board.width(), colour);
        }
        for (Wire wire : wires) {
            drawPin(image, wire.fromX(), wire.fromY());
            drawPin(image, wire.toX(), wire.toY());
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    private static void drawPin(BufferedImage image, int x, int y) {
        for (int dx = -1; dx <= 1; dx++) {
            for (int dy = -1; dy <= 1; dy++) {
                image.setRGB(x + dx, y + dy, PIN);
            }
        }
    }
}
