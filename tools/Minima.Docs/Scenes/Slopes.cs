using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>A small network whose outputs follow its inputs more and more steeply: as <c>minima evaluate</c> takes it, by two layers of weights.</summary>
internal static class Slopes
{
    /// <param name="more">Inputs beside the points and the weights.</param>
    /// <param name="isOneOutput">A critic has one output; other networks have several.</param>
    public static Scene Of(JsonObject more, bool isOneOutput = false) => new(
        new("the weights of a small network grow from 0, and with them the slope of its output (line) along its input", "小网络的权重由 0 增大，其输出（曲线）随输入变化的斜率随之增大"),
        new("factor of the weights", "权重的倍数"),
        0,
        3,
        factor =>
        {
            var inputs = new JsonObject
            {
                ["x"] = Made.Json(new double[][] { [0.3, -0.8], [0.6, 0.4] }),
                ["w1"] = Made.Json(new double[][] { [0.5, -0.3], [0.8, 0.2], [-0.6, 0.7] }),
                ["w2"] = isOneOutput ? Made.List(factor, -0.7 * factor, 0.4 * factor) : Made.Json(new[] { new[] { factor, -0.7 * factor, 0.4 * factor }, [0.2 * factor, 0.5 * factor, -0.3 * factor] }),
            };
            foreach (var (name, value) in more) inputs[name] = value!.DeepClone();
            return inputs;
        },
        factor => new WaveSketch(-3, 3, (Made.Some(40, i => factor * Math.Tanh((i / 10.0) - 2)), Sketch.Mover)));
}
