using System.Globalization;

namespace Minima.Tensors.Streams;

/// <summary>The checks that all detectors share.</summary>
internal static class StreamRules
{
    /// <summary>Throws for an item that would corrupt the state permanently.</summary>
    public static void CheckItem(string detector, double value, long count)
    {
        if (!double.IsFinite(value)) throw new TrainingException($"{detector}: item {Text(count + 1)} of the stream is {Text(value)}, which would stay in the state for ever. Leave out such items, or find their source.");
    }

    /// <summary>Returns a parameter, or throws if its rule does not hold.</summary>
    public static double Check(string detector, string parameter, double value, bool holds, string rule) =>
        holds ? value : throw new TrainingException($"{detector}: {parameter} is {Text(value)}; it must be {rule}.");

    /// <summary>Throws for a saved state that no stream leads to.</summary>
    public static void CheckState(string detector, bool holds, string rule)
    {
        if (!holds) throw new TrainingException($"{detector}: no stream has this saved state: {rule}. Use a state that Save returned for the same kind of detector.");
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
