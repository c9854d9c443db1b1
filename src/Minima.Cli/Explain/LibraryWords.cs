namespace Minima.Cli.Explain;

/// <summary>In one line, how the default call of another library differs from the loss of the catalogue, with Markdown code marks.</summary>
internal static class LibraryWords
{
    /// <summary>The whole line; it reports equality too.</summary>
    public static string Of(LibraryName name, bool chinese)
    {
        var remarks = Remarks(name, chinese);
        if (LibraryName.About(name.Library) is { } about)
        {
            remarks.Add(chinese ? about.ChineseRemark : about.Remark);
        }

        return remarks.Count == 0 ? chinese ? "数值相同" : "the same numbers" : string.Join(chinese ? "；" : "; ", remarks);
    }

    /// <summary>The remarks for this name alone; empty if the library computes the same numbers.</summary>
    public static List<string> Remarks(LibraryName name, bool chinese)
    {
        var remarks = new List<string>();
        if (name.Relation == LibraryRelation.Related)
        {
            remarks.Add(chinese ? "相近" : "near");
        }

        if (name.Remark.Length > 0)
        {
            remarks.Add(chinese ? name.ChineseRemark : name.Remark);
        }

        if (name.FoundInstead is { } found)
        {
            remarks.Add(chinese ? $"仅按此名称查到的是 `{found.Key}`" : $"by this name alone `{found.Key}` is found");
        }

        return remarks;
    }
}
