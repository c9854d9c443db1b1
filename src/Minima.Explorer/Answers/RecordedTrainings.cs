using System.Text.Json;
using Minima.Tabular;

namespace Minima.Explorer.Answers;

/// <summary>
/// The causes in the logs of lesson 10. The trainings without each cause are recorded (explorer/golden/lessons.json, from the same library), because training networks on tables would enlarge the page by a tenth.
/// </summary>
internal static class RecordedTrainings
{
    private static readonly Lazy<JsonDocument> Record = new(() => JsonDocument.Parse(typeof(RecordedTrainings).Assembly.GetManifestResourceStream("lessons.json")!));

    /// <summary>The verdict on an answer; null if it names no cause.</summary>
    public static ExerciseVerdict? Judge(string answer) => CausesExercise.Judge(answer.Trim(), (log, code) =>
    {
        var without = Record.Value.RootElement.GetProperty(log.Name).GetProperty(code);
        return new(without.GetProperty("isRight").GetBoolean(), new(without.GetProperty("en").GetString()!, without.GetProperty("zh").GetString()!));
    });
}
