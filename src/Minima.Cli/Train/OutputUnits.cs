using System.Globalization;
using System.Text.Json.Nodes;
using Minima.Training;
using Minima.Training.Checkpoints;

namespace Minima.Cli.Train;

/// <summary>offset + factor u for each output u: the network's numbers stay near 1, the loss sees the target's units.</summary>
internal sealed class OutputUnits : Module
{
    public const string KindName = "output_units";

    private readonly (double Offset, double Factor)[] _units;
    private readonly ElementType _type;
    private readonly Tensor _offsets;
    private readonly Tensor _factors;

    public OutputUnits(IReadOnlyList<(double Offset, double Factor)> units, ElementType type)
    {
        _units = [.. units];
        _type = type;
        if (_units.Length == 1) return;
        _offsets = Row(Array.ConvertAll(_units, unit => unit.Offset));
        _factors = Row(Array.ConvertAll(_units, unit => unit.Factor));

        Tensor Row(double[] numbers) => (type == ElementType.Double
            ? Tensor.Of(numbers, [numbers.Length])
            : Tensor.Of(Array.ConvertAll(numbers, number => (float)number), [numbers.Length])).Keep();
    }

    /// <exception cref="TrainingException">The description lacks a number.</exception>
    public static OutputUnits Build(LayerDescription description)
    {
        var units = new (double, double)[description.Size("outputs")];
        description.Announce(units.Length);
        for (var k = 0; k < units.Length; k++) units[k] = (description.Number(OffsetOf(k), 0), description.Number(FactorOf(k), 1));
        return new OutputUnits(units, description.Type);
    }

    protected override JsonObject Description()
    {
        var json = new JsonObject { ["kind"] = KindName, ["outputs"] = _units.Length, ["type"] = _type == ElementType.Double ? "double" : "float" };
        for (var k = 0; k < _units.Length; k++)
        {
            json[OffsetOf(k)] = JsonNumber.Of(_units[k].Offset);
            json[FactorOf(k)] = JsonNumber.Of(_units[k].Factor);
        }

        return json;
    }

    protected override Tensor Compute(Tensor input) => _units is [var (offset, factor)]
        ? (input * factor) + offset
        : (input * _factors.BroadcastTo(input.Shape)) + _offsets.BroadcastTo(input.Shape);

    private static string OffsetOf(int output) => string.Create(CultureInfo.InvariantCulture, $"offset_{output}");

    private static string FactorOf(int output) => string.Create(CultureInfo.InvariantCulture, $"factor_{output}");
}
