using Minima.Lab.Studies;

namespace Minima.Lab.Preference;

/// <summary>The paths of the first seed's policies: reward over divergence, below the highest possible reward.</summary>
internal static class PreferencePicture
{
    private const int PanelWidth = 380;
    private const int PanelHeight = 300;

    // Policy gradient, PPO and GRPO come last.
    private const int FromRewards = 3;

    public static string Draw(Words title, ToyLanguage first, StudyOutcome<PolicyPath> outcome, Language language)
    {
        var svg = new Svg(2 * (PanelWidth + 90) + 20, PanelHeight + 190, title.In(language));
        StudiedMethod<PolicyPath>[] trained = [outcome.Baseline, .. outcome.Rivals];
        var reach = trained.Max(method => method.Results[0].Divergence) * 1.05;
        var frontier = new Series(new("the most that is possible", "可达到的最高奖励"), [.. first.Frontier.Points.TakeWhile(point => point.X <= reach)], Series.Ink);
        var ends = trained.SelectMany(method => method.Results[0].Looks.Select(look => look.Y)).Append(frontier.Points[^1].Y).ToArray();
        (double, double) y = (ends.Min() - 0.5, ends.Max() + 0.5);
        Panel(new("from pairs", "用回答对训练"), trained[..^FromRewards], 70);
        Panel(new("from rewards of its own answers", "用自己回答的奖励训练"), trained[^FromRewards..], 70 + PanelWidth + 90);
        return svg.ToString();

        void Panel(Words name, StudiedMethod<PolicyPath>[] methods, double left)
        {
            Series[] lines = [frontier, .. methods.Select((method, style) => new Series(method.Name, method.Results[0].Looks, style) { HasMarks = true })];
            new LinePanel
            {
                Title = name,
                XTitle = new("KL(policy || reference)", "KL(策略 || 参考)"),
                YTitle = new("mean hidden reward", "平均隐藏奖励"),
                Lines = lines,
                Y = y,
            }.Draw(svg, left, 70, PanelWidth, PanelHeight, language);
            Series.Legend(svg, lines, left, PanelWidth, 70 + PanelHeight + 60, language);
        }
    }
}
