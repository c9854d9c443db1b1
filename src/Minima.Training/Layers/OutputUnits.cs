using System.Globalization;
using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>Maps each output u to the input of a loss (<see cref="OutputUnit"/>): the network's numbers stay near 1, the loss sees the target's units, and a scale stays in its domain.</summary>
[Layer(
    KindName,
    Summary = "The numbers of the network in the units of the target and within its domain.",
    ChineseSummary = "把网络的数换成目标的单位，并置于其定义域内。")]
internal sealed class OutputUnits : Module
{
    public const string KindName = "output_units";

    private readonly OutputUnit[] _units;
    private readonly ElementType _type;
    private readonly bool _hasSoftplus;
    private readonly Tensor _offsets;
    private readonly Tensor _factors;
    private readonly Tensor _softplusFactors;

    public OutputUnits(IReadOnlyList<OutputUnit> units, ElementType type)
    {
        _units = [.. units];
        _type = type;
        _hasSoftplus = _units.Any(unit => unit.SoftplusFactor != 0);
        if (_units.Length == 1 && !_hasSoftplus) return;
        _offsets = Row(Array.ConvertAll(_units, unit => unit.Offset));
        _factors = Row(Array.ConvertAll(_units, unit => unit.Factor));
        if (_hasSoftplus) _softplusFactors = Row(Array.ConvertAll(_units, unit => unit.SoftplusFactor));

        Tensor Row(double[] numbers) => (type == ElementType.Double
            ? Tensor.Of(numbers, [numbers.Length])
            : Tensor.Of(Array.ConvertAll(numbers, number => (float)number), [numbers.Length])).Keep();
    }

    /// <exception cref="TrainingException">The description lacks a number.</exception>
    public static OutputUnits Build(LayerDescription description)
    {
        var units = new OutputUnit[description.Size("outputs")];
        description.Announce(units.Length);
        for (var k = 0; k < units.Length; k++) units[k] = new(description.Number(Of("offset", k), 0), description.Number(Of("factor", k), 1), description.Number(Of("softplus_factor", k), 0));
        return new OutputUnits(units, description.Type);
    }

    protected override JsonObject Description()
    {
        var json = new JsonObject { ["kind"] = KindName, ["outputs"] = _units.Length, ["type"] = _type == ElementType.Double ? "double" : "float" };
        for (var k = 0; k < _units.Length; k++)
        {
            json[Of("offset", k)] = JsonNumber.Of(_units[k].Offset);
            json[Of("factor", k)] = JsonNumber.Of(_units[k].Factor);
            if (_units[k].SoftplusFactor != 0) json[Of("softplus_factor", k)] = JsonNumber.Of(_units[k].SoftplusFactor);
        }

        return json;
    }

    protected override Tensor Compute(Tensor input)
    {
        if (_units is [var (offset, factor, _)] && !_hasSoftplus) return (input * factor) + offset;
        var output = (input * _factors.BroadcastTo(input.Shape)) + _offsets.BroadcastTo(input.Shape);
        return _hasSoftplus ? output + ((input + OutputUnit.Shift).Softplus() * _softplusFactors.BroadcastTo(input.Shape)) : output;
    }

    private static string Of(string what, int output) => string.Create(CultureInfo.InvariantCulture, $"{what}_{output}");
}
