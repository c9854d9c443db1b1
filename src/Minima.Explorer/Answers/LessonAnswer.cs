using System.Text.Json;
using Minima.Tabular;

namespace Minima.Explorer.Answers;

/// <summary>The form of an answer to the exercise of a lesson and, for an answer, the verdict of <c>minima learn N --answer</c>.</summary>
internal static class LessonAnswer
{
    private const int LessonOfCauses = 10;

    public static void Write(JsonElement question, Utf8JsonWriter writer)
    {
        var exercise = Exercise.Of(question.GetProperty("lesson").GetInt32());
        writer.Localized("form", exercise.Form.English, exercise.Form.Chinese);
        if (!question.TryGetProperty("answer", out var given)) return;
        var answer = given.GetString()!;
        var verdict = (exercise.Lesson == LessonOfCauses ? RecordedTrainings.Judge(answer) : null) ?? exercise.Judge(answer);
        writer.WriteBoolean("isRight", verdict.IsRight);
        writer.Localized("reason", verdict.Reason.English, verdict.Reason.Chinese);
    }
}
