using System.Text.Json;

namespace Minima.Explorer.Answers;

/// <summary>The loss of a question, read as the command reads one: a name, a name with parameters, or a formula. Recent losses are cached, with what was derived from them.</summary>
internal static class AskedLoss
{
    private const int MostKept = 64;

    private static readonly Dictionary<string, Loss> Kept = new(StringComparer.Ordinal);

    /// <exception cref="LossException">The loss is unknown, or a parameter is invalid.</exception>
    public static Loss Of(JsonElement question)
    {
        var text = question.GetProperty("loss").GetString()!;
        if (Kept.TryGetValue(text, out var known)) return known;
        if (Kept.Count >= MostKept) Kept.Clear();
        return Kept[text] = LossSpec.Parse(text).Create();
    }
}
