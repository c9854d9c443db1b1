namespace Minima.Tabular;

/// <summary>The losses that exercises compute with.</summary>
internal static class LessonLoss
{
    /// <summary>A loss by its name, at its defaults.</summary>
    public static Loss Of(string name) => LossSpec.Parse(name).Create();

    /// <summary>A loss by its name, with one parameter set.</summary>
    public static Loss Of(string name, string parameter, double value) =>
        (LossSpec.Parse(name) with { Given = new Dictionary<string, object?>(StringComparer.Ordinal) { [parameter] = value } }).Create();
}
