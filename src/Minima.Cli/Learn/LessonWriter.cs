using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Learn;

/// <summary>A lesson as lines of a terminal.</summary>
internal static class LessonWriter
{
    /// <summary>The whole lesson, the picture before its first section, the exercise as a question in its place.</summary>
    public static IEnumerable<ExplainedLine> Lines(LessonText lesson, Tongue tongue, int width, bool ascii)
    {
        yield return new(lesson.Title, IsHeading: true);
        var picture = lesson.Picture;
        foreach (var line in Text(lesson.Body, width))
        {
            if (line.IsHeading && picture is not null)
            {
                foreach (var drawn in picture.Lines(tongue, width, ascii)) yield return drawn;
                yield return new("");
                picture = null;
            }

            yield return line;
        }

        yield return new("");
        var number = lesson.Number;
        var form = Exercise.Of(number).Form;
        foreach (var line in Wrapped.Lines(tongue.Say($"`minima learn {number} --answer ANSWER` checks the exercise. An answer is {form.English}.", $"`minima learn {number} --answer 答案` 检查练习。答案的写法：{form.Chinese}。"), width)) yield return new(line);
    }

    /// <summary>Markdown as text: headings set apart, code indented, paragraphs wrapped, no two empty lines in a row.</summary>
    public static IEnumerable<ExplainedLine> Text(IEnumerable<string> markdown, int width)
    {
        var (inCode, wasEmpty) = (false, false);
        foreach (var line in markdown)
        {
            if (LessonText.IsFence(line))
            {
                inCode = !inCode;
                continue;
            }

            if (line.Length == 0 && wasEmpty) continue;
            wasEmpty = line.Length == 0;
            if (inCode || line.StartsWith('|')) yield return new($"{new string(' ', TextLayout.Indent)}{line}".TrimEnd());
            else if (line.StartsWith('#')) yield return new(line.TrimStart('#', ' '), IsHeading: true);
            else if (line.Length == 0) yield return new("");
            else foreach (var part in Wrapped.Lines(LessonText.Plain(line), width)) yield return new(part);
        }
    }
}
