namespace PolicingModels.Reporting;

/// <summary>The look of a page. Fonts are those already on the reader's machine; colours keep a contrast of at least 4.5 to 1.</summary>
internal static class PageStyle
{
    public const string Css = """

        :root{--ink:#1b2330;--quiet:#525c6b;--rule:#d5dae1;--wash:#f6f7f9;--link:#14528a;--caution:#7a3e04;color-scheme:light}
        *{box-sizing:border-box}
        html{font-size:16px;-webkit-text-size-adjust:100%}
        body{margin:0 auto;padding:2.75rem 2rem 4rem;max-width:66rem;background:#fff;color:var(--ink);font:1rem/1.6 Charter,"Bitstream Charter","Sitka Text",Cambria,Georgia,"Liberation Serif",serif;font-variant-numeric:lining-nums}
        h1,h2,nav,dt,table,figcaption,.cut,.facts,.keys,footer,.skip{font-family:"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif}
        h1{font-size:2.05rem;line-height:1.18;letter-spacing:-.012em;margin:0;font-weight:650;max-width:26em;text-wrap:balance}
        h2{font-size:1.32rem;line-height:1.3;margin:0 0 .9rem;font-weight:650;letter-spacing:-.006em}
        h2 .number{color:var(--quiet);font-weight:400;margin-right:.35em}
        p,ul,aside{max-width:44rem}
        p{margin:0 0 .9rem}
        ul{margin:0 0 1rem;padding-left:1.2rem}
        li{margin:.28rem 0}
        a{color:var(--link)}
        .skip{position:absolute;left:-100rem}
        .skip:focus{left:1rem;top:1rem;background:#fff;padding:.5rem}
        header{border-bottom:3px solid var(--ink);padding-bottom:1.5rem;margin-bottom:1.6rem}
        .subtitle{font-size:1.16rem;line-height:1.45;color:var(--quiet);margin:.6rem 0 0}
        .facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(10.4rem,1fr));gap:.9rem 1.5rem;margin:1.5rem 0 0}
        dt{font-size:.76rem;color:var(--quiet);letter-spacing:.01em}
        .facts dd{margin:.1rem 0 0;font-size:.93rem;line-height:1.4;font-weight:600;overflow-wrap:anywhere}
        nav{margin:0 0 2.4rem;font-size:.92rem}
        nav h2{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        nav ol{margin:0;padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:.1rem 1.5rem;counter-reset:n}
        nav li{counter-increment:n}
        nav li::before{content:counter(n) " ";color:var(--quiet)}
        section{margin:0 0 2.9rem}
        .keys{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));margin:0 0 1.5rem;border-top:1px solid var(--rule);border-bottom:1px solid var(--rule)}
        .keys>div{padding:.95rem 1.1rem .95rem 0}
        .keys>div+div{border-left:1px solid var(--rule);padding-left:1.1rem}
        .keys dt{font-size:.84rem;line-height:1.35}
        .keys dd{margin:0}
        .keys .value{display:block;font-size:1.95rem;line-height:1.25;font-weight:650;letter-spacing:-.015em;font-variant-numeric:tabular-nums}
        .keys .detail{display:block;font-size:.85rem;line-height:1.4;color:var(--quiet)}
        .terms{margin:0 0 1.2rem;border-top:1px solid var(--rule);font-size:.95rem}
        .terms>div{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:.2rem 1.5rem;padding:.48rem 0;border-bottom:1px solid var(--rule)}
        .terms dt{font-size:.86rem;line-height:1.55;color:var(--ink);font-weight:600}
        .terms dd{margin:0;max-width:46rem;line-height:1.5;overflow-wrap:anywhere}
        .note{margin:0 0 1.2rem;padding:.75rem 1rem;border-left:4px solid var(--link);background:var(--wash)}
        .note p{margin:0}
        .caution{border-color:#b35c00;background:#fff8ec}
        .caution strong{color:var(--caution)}
        figure{margin:0 0 1.9rem}
        figure svg{display:block;max-width:100%;height:auto}
        figcaption{font-size:.86rem;line-height:1.5;color:var(--quiet);max-width:50rem;margin-top:.55rem}
        figcaption strong{color:var(--ink)}
        .table{overflow-x:auto;margin:0 0 1.2rem}
        table{border-collapse:collapse;font-size:.87rem;line-height:1.4;min-width:min(100%,34rem)}
        caption{caption-side:top;text-align:left;padding:0 0 .55rem;color:var(--quiet);max-width:50rem}
        caption strong{color:var(--ink)}
        th,td{padding:.4rem 1.1rem .4rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
        thead th{vertical-align:bottom;border-bottom:1.5px solid var(--ink);font-weight:600;line-height:1.3}
        tbody th{font-weight:600}
        tbody th:not(.number){min-width:8.5rem}
        td .detail,th .detail{display:block;font-size:.79rem;font-weight:400;color:var(--quiet)}
        tbody tr:last-child>*{border-bottom-color:var(--ink)}
        th.number,td.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        thead th.number{white-space:normal}
        th:last-child,td:last-child{padding-right:.2rem}
        .swatch{display:inline-block;width:.85em;height:.85em;margin-right:.5em;border:1px solid #5d6673;vertical-align:-.05em;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        .cut{font-size:.86rem;color:var(--quiet);margin-top:-.5rem}
        .citations{font-size:.93rem}
        footer{border-top:1px solid var(--rule);padding-top:.9rem;font-size:.85rem;color:var(--quiet)}
        footer p{max-width:none}
        @media(max-width:40rem){body{padding:1.5rem 1rem 3rem}h1{font-size:1.6rem}.terms>div{grid-template-columns:1fr}.keys{grid-template-columns:1fr}.keys>div+div{border-left:0;border-top:1px solid var(--rule);padding-left:0}}
        @media print{@page{size:A4;margin:16mm 15mm}html{font-size:10.2pt}body{padding:0;max-width:none}nav{display:none}figure,aside,tr,.keys{break-inside:avoid}h2,caption{break-after:avoid}.table{overflow:visible}thead{display:table-header-group}figure svg{max-height:215mm}}

        """;
}

/// <summary>The look of drawings, kept in one place so that a page holds it once.</summary>
internal static class SvgStyle
{
    public const string Css = """
        svg text{font-family:"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif;font-size:13px;fill:#1b2330;font-variant-numeric:tabular-nums}
        svg text.q{fill:#525c6b}
        svg text.s{font-size:12px}
        svg text.b{font-weight:600}
        svg text.m{text-anchor:middle}
        svg text.e{text-anchor:end}
        svg text.halo{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}
        svg text.light{fill:#fff}
        svg .grid{stroke:#e3e7ec;stroke-width:1;fill:none}
        svg .axis{stroke:#525c6b;stroke-width:1;fill:none}
        svg .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
        svg .band{stroke:none;fill-opacity:.16}
        svg .paper{fill:#fff}
        svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}

        """;
}
