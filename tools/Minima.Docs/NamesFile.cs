using System.Text.Encodings.Web;
using System.Text.Json;

namespace Minima.Docs;

/// <summary>Names, search words and screen of every loss, for the site: one line for each loss.</summary>
internal static class NamesFile
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IReadOnlyList<LossEntry> entries) =>
        "{\n" + string.Join(",\n", entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry =>
            $"  {JsonSerializer.Serialize(entry.Key)}: {JsonSerializer.Serialize(new { name = entry.Name, chinese = entry.ChineseName, aliases = entry.Aliases, search = entry.SearchWords, screen = Screen(entry) }, Readable)}")) + "\n}\n";

    /// <summary>The state of the explorer that shows the loss: beside the squared error on points that can be moved, as a curve, or in the list of all.</summary>
    private static string Screen(LossEntry entry) => (entry.IsPoint && entry.InputNames is ["prediction", "target"] && !entry.Parameters.Any(parameter => parameter.IsRequired), entry.Task.HasFlag(LossTask.Regression)) switch
    {
        (true, true) => entry.DefaultFor.HasFlag(LossTask.Regression) ? $"pull?loss={entry.Key}" : $"pull?loss={Catalogue.All.First(other => other.DefaultFor.HasFlag(LossTask.Regression)).Key};{entry.Key}",
        (true, false) => $"own?loss={entry.Key}",
        _ => $"atlas?q={entry.Key}",
    };
}
