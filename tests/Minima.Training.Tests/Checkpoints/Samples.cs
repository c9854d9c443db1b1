using System.Globalization;
using System.Text.Json.Nodes;
using Minima.Tensors.Randomness;
using Minima.Training.Checkpoints;

namespace Minima.Training.Tests.Checkpoints;

/// <summary>Small trainings to save.</summary>
internal static class Samples
{
    public static SavedModel Model(int seed)
    {
        var weights = new float[6];
        new RandomState((ulong)seed).FillNormal(weights);
        return new()
        {
            Weights = [new("layer.weight", Tensor.Of(weights, [2, 3])), new("layer.bias", Tensor.Of([0.5, -seed], [2])), new("norm.count", Tensor.Of([seed], []))],
            Description = new() { ["kind"] = "mlp", ["layers"] = new JsonArray(2, 3) },
            DataTreatment = new() { ["means"] = new JsonArray(JsonNumber.Of(0.1), JsonNumber.Of(double.NaN)), ["文本"] = "值 \u2028 \"x\"" },
            Losses = new Dictionary<string, LossReference>(StringComparer.Ordinal) { ["y"] = LossReference.Of(Loss.Create("huber", ("delta", 0.1 + 0.2))) },
            Metrics = new() { ["loss"] = new JsonArray(JsonNumber.Of(1.0 / 3), JsonNumber.Of(double.PositiveInfinity)) },
        };
    }

    public static Checkpoint Checkpoint(int step, double? score = null)
    {
        var random = new RandomState((ulong)step);
        return new()
        {
            Model = Model(step),
            Step = step,
            Score = score,
            OptimizerTensors = [new("layer.weight.m", Tensor.Of([step, 1f / 3, float.NegativeInfinity], [3]))],
            AveragedWeights = [new("layer.weight", Tensor.Zeros([2, 3]))],
            OptimizerState = new() { ["name"] = "adam", ["beta1"] = JsonNumber.Of(0.9) },
            ScheduleState = new() { ["best"] = JsonNumber.Of(double.PositiveInfinity) },
            Position = new() { ["epoch"] = 3, ["batch"] = step },
            Extra = new() { ["patience"] = 2 },
            Random = new Dictionary<string, RandomSnapshot>(StringComparer.Ordinal) { ["order"] = random.Fork("order").Snapshot, ["dropout"] = random.Snapshot },
        };
    }

    /// <summary>Everything that a checkpoint holds, as text.</summary>
    public static string Describe(Checkpoint state) => string.Join(
        '\n',
        [
            Describe(state.Model),
            state.Step.ToString(CultureInfo.InvariantCulture),
            state.Score?.ToString("R", CultureInfo.InvariantCulture) ?? "none",
            Describe(state.OptimizerTensors),
            Describe(state.AveragedWeights),
            state.OptimizerState.ToJsonString(),
            state.ScheduleState.ToJsonString(),
            state.Position.ToJsonString(),
            state.Extra.ToJsonString(),
            .. state.Random.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"),
        ]);

    public static string Describe(SavedModel model) => string.Join(
        '\n',
        [
            Describe(model.Weights),
            model.Description.ToJsonString(),
            model.DataTreatment.ToJsonString(),
            model.Metrics.ToJsonString(),
            .. model.Losses.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value.ToJson().ToJsonString()}"),
        ]);

    private static string Describe(IReadOnlyList<NamedTensor> tensors) => string.Join(
        ';',
        tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal).Select(tensor =>
            $"{tensor.Name} {tensor.Value.Type} {tensor.Value.Shape} {string.Join(' ', tensor.Value.ToArray().Select(x => BitConverter.DoubleToInt64Bits(x).ToString("x", CultureInfo.InvariantCulture)))}"));
}
