using System.Text.Json;

namespace Minima.Explorer.Answers;

/// <summary>
/// Trains a network some steps further. Between questions a race is kept under its name; a question with a setup starts it anew. If there is none of that name, as after a
/// restart, the answer reports it, and the page asks again with the setup.
/// </summary>
internal static class TrainingAnswer
{
    private static readonly Dictionary<string, Race> Races = new(StringComparer.Ordinal);

    public static void Write(JsonElement question, Utf8JsonWriter writer)
    {
        var name = question.GetProperty("race").GetString()!;
        if (question.TryGetProperty("setup", out var setup))
        {
            Races[name] = new Race(setup);
        }

        var isKnown = Races.TryGetValue(name, out var race);
        writer.WriteBoolean("isKnown", isKnown);
        if (race is null) return;
        race.Go(question.GetProperty("step").GetInt32(), TimeSpan.FromMilliseconds(question.GetProperty("milliseconds").GetDouble()));
        race.Tell(writer);
    }
}
