using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Learn;

/// <summary>The exercise of a lesson in an interactive terminal: reasons after each answer, a hint after the second, the solution at the end.</summary>
internal static class LessonQuestion
{
    private const int Tries = 4;
    private const int TriesBeforeHint = 2;

    public static void Ask(LessonText lesson, TextReader input, TextWriter output, Tongue tongue, int width)
    {
        var exercise = Exercise.Of(lesson.Number);
        output.WriteLine(tongue.Say("Your answer; Enter alone ends the lesson.", "请输入答案；直接回车结束本课。"));
        for (var i = 1; i <= Tries; i++)
        {
            output.Write("> ");
            output.Flush();
            if (input.ReadLine() is not { } answer || string.IsNullOrWhiteSpace(answer)) return;
            var verdict = exercise.Judge(answer);
            Say(Judged(verdict, tongue));
            if (verdict.IsRight) return;
            if (i == TriesBeforeHint) Show(0);
        }

        Show(1);

        void Show(int folded)
        {
            foreach (var line in LessonWriter.Text(lesson.Folded[folded], width)) output.WriteLine(line.Text);
        }

        void Say(string text)
        {
            foreach (var line in Wrapped.Lines(text, width)) output.WriteLine(line);
        }
    }

    /// <summary>A verdict as a sentence.</summary>
    public static string Judged(ExerciseVerdict verdict, Tongue tongue) =>
        (verdict.IsRight ? tongue.Say("Right. ", "正确。") : tongue.Say("Not yet. ", "还不对。")) + verdict.Reason.In(tongue.Chinese);
}
