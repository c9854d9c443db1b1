using System.CommandLine;
using System.Globalization;
using Minima.Cli.Explain;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Learn;

/// <summary><c>minima learn N</c>: a ten-minute lesson and its exercise.</summary>
internal static class LearnCommand
{
    public static Command Create()
    {
        var number = new Argument<string?>("N") { Description = "The lesson to show; without a number, lists all lessons.", Arity = ArgumentArity.ZeroOrOne };
        number.CompletionSources.Add([.. LessonText.Numbers.Select(one => one.ToString(CultureInfo.InvariantCulture))]);
        var answer = new Option<string?>("--answer") { Description = "An answer to the exercise of the lesson; the exit code is 0 if it is right, 1 if not.", HelpName = "ANSWER" };
        var ascii = new Option<bool>("--ascii") { Description = "Draw with ASCII characters only." };
        var command = new Command("learn", """
            Ten lessons of ten minutes, from the error of one number to a loss of your own.
            At a terminal the exercise is a question.

            Examples:
              minima learn
              minima learn 1
              minima learn 2 --language zh
              minima learn 2 --answer 0.5
            """)
        {
            number, answer, ascii,
        };
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var tongue = new Tongue(LanguageOption.IsChinese(parsed));
            if (parsed.GetValue(number) is not { } word) return parsed.GetValue(answer) is null ? List(tongue, output) : NoLesson(error);
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) || !LessonText.Numbers.Contains(wanted))
            {
                error.WriteLine($"minima learn: there is no lesson {Wording.Quote(word)}. The lessons are {string.Join(", ", LessonText.Numbers)}; `minima learn` lists them.");
                return ExitCode.Usage;
            }

            if (parsed.GetValue(answer) is { } given) return Check(wanted, given, tongue, output);
            Show(LessonText.Read(wanted, tongue.Chinese), tongue, parsed.GetValue(ascii) || ExplainCommand.LacksBraille(), output);
            return ExitCode.Ok;
        });
        return command;
    }

    private static int List(Tongue tongue, TextWriter output)
    {
        foreach (var number in LessonText.Numbers) output.WriteLine(LessonText.Read(number, tongue.Chinese).Title);
        output.WriteLine();
        output.WriteLine(tongue.Say("`minima learn N` shows one.", "`minima learn 编号` 显示其中一课。"));
        return ExitCode.Ok;
    }

    private static int NoLesson(TextWriter error)
    {
        error.WriteLine("minima learn: --answer goes with the number of a lesson, as in `minima learn 2 --answer 0.5`.");
        return ExitCode.Usage;
    }

    private static int Check(int number, string answer, Tongue tongue, TextWriter output)
    {
        var verdict = Exercise.Of(number).Judge(answer);
        foreach (var line in Wrapped.Lines(LessonQuestion.Judged(verdict, tongue), Screen.Width(output))) output.WriteLine(line);
        return verdict.IsRight ? ExitCode.Ok : ExitCode.Wrong;
    }

    private static void Show(LessonText lesson, Tongue tongue, bool ascii, TextWriter output)
    {
        var width = Screen.Width(output);
        ExplainCommand.Write(LessonWriter.Lines(lesson, tongue, width, ascii), Screen.IsStyled(output), output);
        if (!Screen.IsTerminal(output) || Console.IsInputRedirected) return;
        output.WriteLine();
        LessonQuestion.Ask(lesson, Console.In, output, tongue, width);
    }
}
