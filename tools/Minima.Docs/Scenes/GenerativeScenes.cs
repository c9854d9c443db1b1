using System.Text.Json.Nodes;

namespace Minima.Docs;

/// <summary>Vectors that turn, ensembles and densities that move and spread.</summary>
internal static class GenerativeScenes
{
    private static readonly double[] Members = [-1.2, -0.7, -0.2, 0.1, 0.4, 0.9, 1.3];

    public static IReadOnlyList<Scene> Of(LossEntry entry, string inputs) => inputs switch
    {
        "prediction target" when entry.Inputs[0].Axes == "N M" => OfMembers(members => new() { ["prediction"] = Made.Row(members), ["target"] = Made.List(0) }),
        "prediction target" when entry.Inputs[0].Axes == "N Q" => OfMembers(members => new() { ["prediction"] = Made.Row(members[1], members[3], members[5]), ["target"] = Made.List(0) }),
        "prediction target" when entry.Inputs[0].Axes == "M D" => OfMembers(members => new() { ["prediction"] = Made.Json(members.Select((x, i) => new[] { x, 0.5 * Made.Noise(i) }).ToArray()), ["target"] = Made.List(0, 0) }),
        "prediction target" => [Turning.Turned(p => new() { ["prediction"] = Made.Row(p), ["target"] = Made.Row(Turning.True) }), Turning.Stretched(p => new() { ["prediction"] = Made.Row(p), ["target"] = Made.Row(Turning.True) })],
        "prediction x0 x1" => [Turning.Turned(p => new() { ["prediction"] = Made.Row(p), ["x0"] = Made.Row(0, 0), ["x1"] = Made.Row(Turning.True) })],
        "prediction target signal_to_noise" => [.. new Func<Func<double[], JsonObject>, Scene>[] { Turning.Turned, Turning.Stretched }.Select(scene => scene(p => new() { ["prediction"] = Made.Row(p), ["target"] = Made.Row(Turning.True), ["signal_to_noise"] = Made.List(8) }))],
        "prediction noise sigma" => [Turning.Turned(Score), Turning.Stretched(Score)],
        _ => OfDensities(inputs),
    };

    /// <summary>The score that is true points against the noise.</summary>
    private static JsonObject Score(double[] p) => new() { ["prediction"] = Made.Row(p), ["noise"] = Made.Row(-Turning.True[0], -Turning.True[1]), ["sigma"] = Made.List(1) };

    private static Scene[] OfDensities(string inputs) => inputs switch
    {
        "mean log_variance" => [Moved((m, v) => new() { ["mean"] = Made.Row(m), ["log_variance"] = Made.Row(v) }), Spread((m, v) => new() { ["mean"] = Made.Row(m), ["log_variance"] = Made.Row(v) })],
        "mean log_variance mean2 log_variance2" => [Moved(Two), Spread(Two)],
        "logits mean log_variance target" => [Moved(Coded), Spread(Coded)],
        "gamma nu alpha beta target" => [Evidence()],
        "latent log_determinant" => [Latent()],
        "prediction log_scale noise target" => [Noisy()],
        "log_weights" => [Weights()],
        "mixture_logits mean log_scale target" => [Mixture()],
        "latent codebook" => [Codes()],
        _ => [],
    };

    /// <summary>An ensemble of forecasts of one number or of a point, and quantiles of one.</summary>
    private static Scene[] OfMembers(Func<double[], JsonObject> at) =>
    [
        new(new("the forecasts (squares) move past what came (disc)", "预测（方块）移过实际值（圆点）"), new("shift of the forecasts", "预测的平移量"), -4, 4, s => at(Ensemble(s, 1)), s => OnLine(Ensemble(s, 1))),
        new(new("the forecasts (squares) spread out about what came (disc)", "预测（方块）以实际值（圆点）为中心散开"), new("spread of the forecasts", "预测的散布"), 0, 4, s => at(Ensemble(0.3, s)), s => OnLine(Ensemble(0.3, s))),
    ];

    private static double[] Ensemble(double middle, double spread) => Array.ConvertAll(Members, x => middle + (spread * x));

    private static PlaneSketch OnLine(double[] members) => new(2.6) { Size = 2.6, Dots = [.. members.Select(x => (new[] { x, -0.4 }, Sketch.Mover)), ([0, 0.4], Sketch.Truth)] };

    private static Scene Moved(Func<double, double, JsonObject> at) => new(
        new("the mean of the normal distribution (orange) moves past the one it is held against (dashed)", "正态分布（橙色）的均值移过对照的分布（虚线）"),
        new("mean", "均值"),
        -4,
        4,
        mean => at(mean, 0),
        mean => Bell.Pair(mean, 1));

    private static Scene Spread(Func<double, double, JsonObject> at) => new(
        new("the variance of the normal distribution (orange) grows past that of the one it is held against (dashed)", "正态分布（橙色）的方差增大，超过对照的分布（虚线）"),
        new("logarithm of the variance", "方差的对数"),
        -4,
        3,
        logVariance => at(0, logVariance),
        logVariance => Bell.Pair(0, Math.Exp(logVariance / 2)));

    private static JsonObject Two(double mean, double logVariance) => new() { ["mean"] = Made.Row(mean), ["log_variance"] = Made.Row(logVariance), ["mean2"] = Made.Row(0), ["log_variance2"] = Made.Row(0) };

    private static JsonObject Coded(double mean, double logVariance) => new() { ["logits"] = Made.Row(2, -1.5), ["mean"] = Made.Row(mean), ["log_variance"] = Made.Row(logVariance), ["target"] = Made.Row(1, 0) };

    private static Scene Evidence() => new(
        new("the predicted mean (orange) moves past what came (dashed), with little and with much evidence", "预测均值（橙色）移过实际值（虚线），证据少与证据多各一条曲线"),
        new("predicted mean", "预测均值"),
        -4,
        4,
        mean => Evidence(mean, 1),
        mean => Bell.Pair(mean, 1, trueSpread: 0.45))
    {
        Variants = [("nu = 1", mean => Evidence(mean, 1)), ("nu = 0.2", mean => Evidence(mean, 0.2)), ("nu = 5", mean => Evidence(mean, 5))],
    };

    private static JsonObject Evidence(double mean, double nu) => new() { ["gamma"] = Made.List(mean), ["nu"] = Made.List(nu), ["alpha"] = Made.List(2), ["beta"] = Made.List(1), ["target"] = Made.List(0) };

    private static Scene Latent() => new(
        new("the latent point moves along one axis through the standard normal distribution (dashed)", "潜变量点沿一轴穿过标准正态分布（虚线）"),
        new("first latent number", "第一个潜变量"),
        -4,
        4,
        x => new() { ["latent"] = Made.Row(x, 0.3), ["log_determinant"] = Made.List(0.2) },
        x => Bell.Pair(x, 0.45));

    private static Scene Noisy() => new(
        new("the score of the label (orange) rises past the others, with small and with large noise", "标签的得分（橙色）上升，越过其他类别，噪声小与噪声大各一条曲线"),
        new("score of the label", "标签的得分"),
        -4,
        4,
        x => Noisy(x, 0),
        x => new BarSketch([x, 0.5, -0.5], -4, 4, 0))
    {
        Variants = [("log_scale = 0", x => Noisy(x, 0)), ("log_scale = -2", x => Noisy(x, -2)), ("log_scale = 1", x => Noisy(x, 1))],
    };

    private static JsonObject Noisy(double x, double logScale) => new()
    {
        ["prediction"] = Made.Row(x, 0.5, -0.5),
        ["log_scale"] = Made.Row(logScale, logScale, logScale),
        ["noise"] = Made.Json(new double[][][] { [[0.8, -0.6, 0.1]], [[-1.1, 0.4, 0.9]], [[0.3, 1.2, -0.7]], [[-0.2, -0.9, -0.4]] }),
        ["target"] = Made.Labels(0),
    };

    private static Scene Weights() => new(
        new("the logarithm of one of four importance weights (orange) grows past the others", "四个重要性权重之一的对数（橙色）增大，超过其他"),
        new("log-weight", "对数权重"),
        -10,
        2,
        x => new() { ["log_weights"] = Made.Row(x, -4, -5, -4.5) },
        x => new BarSketch([x, -4, -5, -4.5], -10, 2, 0));

    private static Scene Mixture() => new(
        new("the mean of one of two parts of the mixture (orange) moves past what came (dashed)", "混合分布（橙色）两个成分之一的均值移过实际值（虚线）"),
        new("mean of the first part", "第一个成分的均值"),
        -4,
        4,
        mean => new() { ["mixture_logits"] = Made.Row(0, 0), ["mean"] = Made.Row(mean, 3), ["log_scale"] = Made.Row(-0.4, 0), ["target"] = Made.List(0) },
        mean => new WaveSketch(0, 0.9, (Bell.Density(0, 0.45), Sketch.Truth), ([.. Bell.Density(mean, 0.67).Zip(Bell.Density(3, 1), (a, b) => (a + b) / 2)], Sketch.Mover)));

    private static Scene Codes() => new(
        new("the latent vector (square) moves past its entry of the codebook (disc)", "潜向量（方块）移过码本中对应的条目（圆点）"),
        new("distance to the entry", "到条目的距离"),
        -3,
        3,
        x => new() { ["latent"] = Made.Row(x, 0.2), ["codebook"] = Made.Row(0, 0) },
        x => new PlaneSketch(2) { Dots = [([0, 0], Sketch.Truth), ([x, 0.2], Sketch.Mover)] });
}
