using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>Weights and gradient norms of the terms since an epoch began.</summary>
internal sealed class TermRecord(Objective objective)
{
    private readonly double[] _weights = new double[objective.Terms.Count];
    private readonly double[] _norms = new double[objective.Terms.Count];
    private double _steps;
    private double _measured;

    /// <summary>True if nothing was measured in this epoch yet.</summary>
    public bool IsFresh => _measured == 0;

    public void AddWeights(IReadOnlyList<double> weights)
    {
        for (var i = 0; i < _weights.Length; i++) _weights[i] += weights[i];
        _steps++;
    }

    public void AddNorms(ReadOnlySpan<double> norms)
    {
        for (var i = 0; i < _norms.Length; i++) _norms[i] += norms[i];
        _measured++;
    }

    /// <summary>Returns the means by name and resets the record.</summary>
    public (IReadOnlyDictionary<string, double> Weights, IReadOnlyDictionary<string, double> Norms) Take()
    {
        var taken = (Named(_weights, _steps), Named(_norms, _measured));
        Array.Clear(_weights);
        Array.Clear(_norms);
        (_steps, _measured) = (0, 0);
        return taken;
    }

    /// <summary>Writes the record for a checkpoint in the middle of an epoch.</summary>
    public JsonArray Write() => [.. _weights.Concat(_norms).Append(_steps).Append(_measured).Select(number => JsonNumber.Of(number))];

    /// <summary>Reads the result of <see cref="Write"/>; a checkpoint of an earlier version has none.</summary>
    public void Read(JsonNode? node)
    {
        if (node is not JsonArray numbers || numbers.Count != (2 * _weights.Length) + 2) return;
        double Number(int index) => JsonNumber.TryRead(numbers[index], out var value) ? value : 0;
        for (var i = 0; i < _weights.Length; i++) (_weights[i], _norms[i]) = (Number(i), Number(_weights.Length + i));
        (_steps, _measured) = (Number(2 * _weights.Length), Number((2 * _weights.Length) + 1));
    }

    private Dictionary<string, double> Named(double[] sums, double count)
    {
        var named = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < sums.Length && count > 0 && sums.Length > 1; i++) named[objective.Terms[i].Name] = sums[i] / count;
        return named;
    }
}
