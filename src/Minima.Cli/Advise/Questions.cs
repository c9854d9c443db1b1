using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Advise;

/// <summary>The six questions, each with a default, for interactive terminals only.</summary>
internal sealed class Questions(TextReader input, TextWriter output, bool chinese)
{
    /// <summary>The number of attempts at an answer before the default is used.</summary>
    private const int Tries = 3;

    /// <summary>Asks every question that no option answered and returns the completed options.</summary>
    /// <param name="options">The answers on the command line.</param>
    /// <param name="answered">The options that were given, without their dashes.</param>
    /// <param name="numeric">True if the target is a number; null if that is not known yet.</param>
    public AdviceOptions Ask(AdviceOptions options, IReadOnlySet<string> answered, bool? numeric)
    {
        output.WriteLine(Say("Enter takes the default in brackets.", "直接回车取方括号中的默认值。"));
        if (!answered.Contains("want"))
        {
            var standard = numeric == false ? "probability" : "mean";
            options = Ask(Say($"1. What number do you want: {string.Join(", ", Wanted.Words)}?", $"1. 想预测什么：{string.Join("、", Wanted.Words)}？"), standard, options, (o, text) => o with { Wanted = WantedOption.Read("advise", text) });
        }

        if (!answered.Contains("cost") && numeric != false)
        {
            options = Ask(Say("2. What does one unit too high cost, and too low?", "2. 预测偏高一个单位和偏低一个单位的代价各是多少？"), "over=1,under=1", options, (o, text) => o with { Cost = Answers.Cost(text) });
        }

        if (!answered.Contains("error") && numeric != false)
        {
            options = Ask(Say("3. Do errors count as they are, or in per cent: absolute, relative?", "3. 误差按绝对值还是按百分比计：absolute、relative？"), "absolute", options, (o, text) => o with { RelativeErrors = Answers.AreRelative(text) });
        }

        if (!answered.Contains("censored") && numeric != false)
        {
            options = Ask(Say("4. Which column says that a target is known only as \"at least\"?", "4. 哪一列标明目标值只知道“至少是”？"), "none", options, (o, text) => o with { Censored = text == "none" ? null : text });
        }

        if (!answered.Contains("labels"))
        {
            options = Ask(Say("5. How sure are the labels: sure, noisy?", "5. 标签可靠吗：sure（可靠）、noisy（有误）？"), "sure", options, (o, text) => o with { NoisyLabels = Answers.AreNoisy(text) });
        }

        if (!answered.Contains("rare") && numeric != true)
        {
            options = Ask(Say("6. Does the rare class matter more: yes, no?", "6. 稀有类别更重要吗：yes、no？"), "no", options, (o, text) => text.Trim() switch
            {
                "yes" or "y" => o with { RareClassMatters = true },
                "no" or "n" => o with { RareClassMatters = false },
                _ => throw new UsageException(Say("answer yes or no.", "请回答 yes 或 no。")),
            });
        }

        return options;
    }

    private AdviceOptions Ask(string question, string standard, AdviceOptions options, Func<AdviceOptions, string, AdviceOptions> answer)
    {
        for (var i = 0; i < Tries; i++)
        {
            output.Write($"{question} [{standard}] ");
            output.Flush();
            var text = input.ReadLine();
            try
            {
                return answer(options, string.IsNullOrWhiteSpace(text) ? standard : text);
            }
            catch (UsageException problem) when (text is not null)
            {
                output.WriteLine(problem.Message);
            }
        }

        return answer(options, standard);
    }

    private string Say(string english, ChineseText chineseText) => chinese ? chineseText.ToString() : english;
}
