using System.Text.Encodings.Web;
using System.Text.Json;

namespace Minima.Docs;

/// <summary>Names, search words and screen of every loss, for the site: one line for each loss.</summary>
internal static class NamesFile
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="entries">The losses.</param>
    /// <param name="scenes">The folder with what the screens of the explorer open with.</param>
    public static string Write(IReadOnlyList<LossEntry> entries, string scenes)
    {
        var screens = Named(scenes);
        return "{\n" + string.Join(",\n", entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry =>
            $"  {JsonSerializer.Serialize(entry.Key)}: {JsonSerializer.Serialize(new { name = entry.Name, chinese = entry.ChineseName, aliases = entry.Aliases, search = entry.SearchWords, screen = screens.GetValueOrDefault(entry.Key) ?? Screen(entry) }, Readable)}")) + "\n}\n";
    }

    /// <summary>The state of the explorer that shows the loss: beside the squared error on points that can be moved, as a curve, or as an entry of the list without a curve.</summary>
    private static string Screen(LossEntry entry)
    {
        var isFree = entry.Inputs[0].Differentiated && !entry.Parameters.Any(parameter => parameter.IsRequired);
        var isCurve = isFree && entry.IsPoint && entry.InputNames is ["prediction", "target"];
        if (isCurve && entry.Task.HasFlag(LossTask.Regression))
            return entry.DefaultFor.HasFlag(LossTask.Regression) ? $"pull?loss={entry.Key}" : $"pull?loss={Catalogue.All.First(other => other.DefaultFor.HasFlag(LossTask.Regression)).Key};{entry.Key}";
        if (isCurve) return $"own?loss={entry.Key}";
        var isDrawn = isFree && (entry.IsPoint
            ? entry.Inputs is [_] || (entry.Inputs is [_, var other] && (other.Domain.IsReal || other.Domain.Contains(1)))
            : entry.Row is not null && entry.Inputs is [{ Domain.IsReal: true }, { Kind: InputKind.Label or InputKind.LabelOrRow }]);
        return isDrawn ? $"atlas?show={entry.Key}" : $"atlas?q={entry.Key}&show=";
    }

    /// <summary>The screens that are about single losses, by the losses that their scenes name.</summary>
    private static Dictionary<string, string> Named(string scenes)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var learned in Scene("embedding").GetProperty("learned").EnumerateArray()) Add(learned.GetProperty("loss"), loss => $"embedding?loss={loss}");
        foreach (var game in Scene("players").GetProperty("games").EnumerateArray())
        {
            Add(game.GetProperty("discriminator"), _ => $"players?game={game.GetProperty("id").GetString()}");
            Add(game.GetProperty("generator"), _ => $"players?game={game.GetProperty("id").GetString()}");
        }

        foreach (var method in Scene("many").GetProperty("tasks").GetProperty("methods").EnumerateArray()) Add(method, name => $"many?method={name}");
        Add(Scene("many").GetProperty("springs").GetProperty("penalty"), _ => "many");
        foreach (var measure in Scene("distributions").GetProperty("measures").EnumerateObject()) Add(measure.Value, _ => "distributions");
        Add(Scene("sure").GetProperty("rows"), _ => "sure");
        return found;

        JsonElement Scene(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(scenes, $"{name}.json"))).RootElement;

        void Add(JsonElement named, Func<string, string> screen)
        {
            var key = named.GetString()!.Split(':')[0];
            found.TryAdd(key, screen(key));
        }
    }
}
