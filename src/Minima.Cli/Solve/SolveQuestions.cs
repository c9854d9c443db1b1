using Minima.Tabular;

namespace Minima.Cli.Solve;

/// <summary>Asks the questions of a plan in an interactive terminal.</summary>
internal static class SolveQuestions
{
    /// <summary>The number of attempts to get a valid answer.</summary>
    private const int Tries = 3;

    public static SolvePlan Ask(SolvePlan plan, TextReader input, TextWriter output, bool chinese)
    {
        if (plan.Questions.Count > 0) output.WriteLine(chinese ? "直接回车取方括号中的默认值。" : "Enter takes the default in brackets.");
        for (var i = 0; i < plan.Questions.Count; i++) plan = Ask(plan, plan.Questions[i], i + 1, input, output, chinese);
        return plan;
    }

    private static SolvePlan Ask(SolvePlan plan, SolveQuestion question, int number, TextReader input, TextWriter output, bool chinese)
    {
        output.WriteLine($"{number}. {question.Text.In(chinese)}");
        output.WriteLine(chinese ? $"   （{question.Reason.Chinese}。）" : $"   ({question.Reason.English}.)");
        for (var i = 0; i < Tries; i++)
        {
            output.Write($"   [{question.Default}] ");
            output.Flush();
            var text = input.ReadLine();
            try
            {
                return plan.Answer(question.Key, string.IsNullOrWhiteSpace(text) ? question.Default : text);
            }
            catch (TrainingException problem) when (text is not null)
            {
                output.WriteLine(chinese ? LibraryMessages.All.Translate(problem.Message) : problem.Message);
            }
        }

        return plan;
    }
}
