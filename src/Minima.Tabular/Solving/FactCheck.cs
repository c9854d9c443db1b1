using System.Text.RegularExpressions;

namespace Minima.Tabular;

/// <summary>Finds a column that changes the task: an event, with the target as its time, or the query of a row, with the target as its relevance.</summary>
internal static partial class FactCheck
{
    private const string Key = "events and queries";

    private const int FewestQueries = 10;
    private const int MostGrades = 10;

    private static readonly string[][] YesAndNo = [["0", "1"], ["no", "yes"], ["false", "true"], ["n", "y"], ["f", "t"]];

    private static readonly Localized Name = new(Key, "事件与查询");

    /// <summary>The finding, at most a possible one, as it is based on names alone.</summary>
    public static TableCheck Of(AdviceContext context)
    {
        var (target, features) = (context.Data.Target, context.Data.Features);
        if (target.IsNumeric && IsTime(target) && features.FirstOrDefault(IsEvent) is { } happened)
        {
            var (time, column, argument) = (Localized.Quote(target.Name), Localized.Quote(happened.Name), ColumnBuilder.Argument(happened.Name));
            return Found(happened, new(
                $"{time.English} is named as a time and {column.English} as an event: if {time.English} is the time until it happened, or until the row was last seen, ask with --event {argument} (1 for happened). A regression takes a time that was only exceeded as exact.",
                $"从列名看，{time.Chinese}像时间，{column.Chinese}像事件：若{time.Chinese}是到事件发生（或最后一次观察）为止的时间，请加 --event {argument}（1 表示已发生）。普通回归会把“至少这么久”当作确切的时间。"));
        }

        if (target.IsNumeric && IsGrade(target) && features.FirstOrDefault(IsQuery) is { } query)
        {
            var (grade, column, argument) = (Localized.Quote(target.Name), Localized.Quote(query.Name), ColumnBuilder.Argument(query.Name));
            return Found(query, new(
                $"{grade.English} is named as a relevance and {column.English} as a query: if the rows of a query are to be put in order, ask with --query {argument}. Without it their numbers are predicted, and no order is judged.",
                $"从列名看，{grade.Chinese}像相关性，{column.Chinese}像查询：若要给同一查询的各行排序，请加 --query {argument}。否则只预测数值，不评判次序。"));
        }

        return new()
        {
            Name = Key,
            Title = Name,
            Status = TableCheckStatus.Nothing,
            Sentence = new("no column is named as an event beside a time, or as a query beside a relevance.", "没有哪一列从名称看是时间旁的事件，或相关性旁的查询。"),
        };
    }

    private static TableCheck Found(AdviceColumn column, Localized sentence) => new() { Name = Key, Title = Name, Status = TableCheckStatus.Possible, Columns = [column.Name], Sentence = sentence };

    private static bool IsTime(AdviceColumn target) => TimeName().IsMatch(target.Name.Trim()) && Array.TrueForAll(target.Numbers, value => value > 0);

    private static bool IsEvent(AdviceColumn column) =>
        EventName().IsMatch(column.Name.Trim()) && column.Missing == 0 && column.Levels(2) is { Length: 2 } levels && Array.Exists(YesAndNo, pair => pair.SequenceEqual(levels.Select(level => level.ToLowerInvariant()), StringComparer.Ordinal));

    private static bool IsGrade(AdviceColumn target) => GradeName().IsMatch(target.Name.Trim()) && Array.TrueForAll(target.Numbers, value => value >= 0 && double.IsInteger(value)) && target.Levels(MostGrades) is not null;

    private static bool IsQuery(AdviceColumn column) => QueryName().IsMatch(column.Name.Trim()) && column.Missing == 0 && column.Cells.Distinct(StringComparer.Ordinal).Count() is var queries && queries >= FewestQueries && 2 * queries <= column.Cells.Count;

    [GeneratedRegex(@"(^|[_\s\-.])(time|day|week|month|year|hour|duration|tenure|survival|lifetime|futime|age_at_\w+)s?([_\s\-.]|$)|(寿命|时间|时长|天数|月数|年数)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex TimeName();

    [GeneratedRegex(@"(^|[_\s\-.])(died|dead|death|event|status|failed|failure|churn|churned|relapse|relapsed|recurrence|observed|uncensored|happened)s?$|(死亡|事件|失效|故障|流失|复发)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex EventName();

    [GeneratedRegex(@"(^|[_\s\-.])(rel|relevance|relevancy|gain|grade|label|rating|click|clicks|clicked)$|(相关性|相关度|点击)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex GradeName();

    [GeneratedRegex(@"(^|[_\s\-.])(q|qid|query|queries|search|impression)([_\s\-.]?id)?s?$|(查询|检索)(编号)?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex QueryName();
}
