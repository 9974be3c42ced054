"""Headings of troubleshooting articles in the languages that products are documented in."""

from __future__ import annotations

from collections.abc import Mapping

from helpwright.model import SectionKind

_ORDER = tuple(SectionKind)

# For each language the names of symptom, applies-to, diagnosis, cause, resolution, verification,
# escalation and more-information, a line each, as they stand in published help sites. English
# ones are those that are too special for every knowledge base to know.
_TABLES = {
    "en": """
problem statement, problem summary, issue summary, issue details, issue symptoms, symptom description, error description, error message, error messages, observed behavior, observed behaviour, description of the problem, description of the issue
affected product, products affected, affected software, affected systems, affected devices, affected platforms, applicable to, applicable products, supported versions, supported products, original product version
identify the cause, determine the cause, find the cause, isolate the problem, diagnosing the problem, diagnosing the issue, diagnostic steps
reasons, possible reason, possible reasons, common causes, common cause, likely cause, likely causes, probable cause, known cause, known causes, cause analysis, root cause analysis, root causes
fixes, methods, remedy, remedies, remediation, remediation steps, mitigation, mitigations, procedure, procedures, corrective action, corrective actions, recommended action, recommended actions, recommended solution, recommended resolution, suggested action, suggested actions, suggested solution, suggested solutions, possible solution, possible solutions, possible resolution, possible resolutions, possible fixes, possible workaround, possible workarounds, resolution steps, solution steps, steps to resolve, primary solution, secondary solution, alternative solution, alternate solution, alternative solutions, temporary workaround, temporary fix, temporary solution, permanent fix, quick fix, user action, administrator action, to resolve, to fix, how to resolve, how to solve, steps to fix, what to do
did this solve your problem, did this fix the problem, did this fix it, did this work, validation, verify the resolution, verify the solution, confirm the resolution, test the fix, check the result
contact support, still need help, need help, need more help, need further help, need additional help, get help, get additional help, further assistance, additional assistance, additional help, when to contact support, if the problem persists, if the issue persists, what if i need help
related topics, related resources, related documentation, related documents, additional resources, additional details, additional references, further information, further reading, further details, learn more, read more, resources, useful links, external links, more help, third-party disclaimer, third-party information disclaimer, third-party contact disclaimer
""",  # noqa: E501
    "de": """
symptome, problembeschreibung, fehlerbeschreibung, fehlerbild, problemstellung, symptombeschreibung, beschreibung des problems
gilt für, betrifft, betroffene produkte, betroffene versionen, anwendbar auf, umgebung, voraussetzungen
fehlersuche, fehleranalyse, problemdiagnose, problembehandlung, ursache ermitteln
ursache, ursachen, grund, mögliche ursache, mögliche ursachen
lösung, lösungen, lösungsweg, lösungswege, lösungsschritte, lösungsansatz, abhilfe, abhilfemaßnahme, abhilfemaßnahmen, behebung, fehlerbehebung, problembehebung, problemlösung, problemumgehung, umgehung, umgehungslösung, vorgehensweise
überprüfung, lösung überprüfen, ergebnis prüfen
eskalation, support kontaktieren, weitere hilfe, kontakt zum support
weitere informationen, weiterführende informationen, zusätzliche informationen, zusatzinformationen, informationsquellen, siehe auch, verweise, referenzen, verwandte artikel, weiterführende links, nächste schritte
""",  # noqa: E501
    "fr": """
symptôme, symptômes, symptome, symptomes, problème, probleme, description du problème
s'applique à, applicable à, concerne, produits concernés, produits affectés, versions concernées, environnement, prérequis, conditions préalables
diagnostic, dépannage, résolution des problèmes, résoudre les problèmes
raison, raisons, origine, cause possible, causes possibles
résolution, résolutions, resolution du problème, résolution du problème, solution de contournement, solutions de contournement, contournement, méthode, procédure, correctif, remède, mesure corrective
vérification, vérifications, vérifier la solution
escalade, contacter le support, contactez le support, besoin d'aide, obtenir de l'aide
plus d'informations, plus d'information, informations supplémentaires, informations complémentaires, pour plus d'informations, en savoir plus, voir aussi, voir également, références, articles associés, articles connexes, contenu associé, liens utiles, étapes suivantes
""",  # noqa: E501
    "es": """
síntoma, síntomas, descripción del problema
se aplica a, aplicable a, productos afectados, versiones afectadas, entorno, requisitos previos
diagnóstico, solución de problemas
razón, causa raíz, causa posible, posible causa, posibles causas
solución, soluciones, resolución, resoluciones, solución alternativa, soluciones alternativas, solución temporal, procedimiento, corrección, remedio, cómo resolver el problema
verificación, comprobación
escalado, escalamiento, contactar con soporte, obtener ayuda, más ayuda
más información, información adicional, vea también, ver también, véase también, consulte también, referencias, artículos relacionados, contenido relacionado, pasos siguientes, próximos pasos
""",  # noqa: E501
    "it": """
sintomo, sintomi, descrizione del problema
si applica a, applicabile a, prodotti interessati, versioni interessate, prerequisiti
diagnosi, risoluzione dei problemi
possibile causa, possibili cause
soluzione, soluzioni, risoluzione, soluzione alternativa, soluzioni alternative, soluzione temporanea, rimedio
verifica
contattare l'assistenza, ulteriore assistenza
ulteriori informazioni, altre informazioni, informazioni aggiuntive, maggiori informazioni, vedere anche, vedi anche, riferimenti, articoli correlati, contenuto correlato, passaggi successivi
""",  # noqa: E501
    "pt": """
descrição do problema
aplica-se a, aplicável a, produtos afetados, versões afetadas, pré-requisitos
solução de problemas, resolução de problemas
razão, possível causa, possíveis causas
solução, soluções, resolução, resoluções, solução alternativa, soluções alternativas, solução de contorno, solução temporária, contorno, correção
verificação
contatar o suporte, entre em contato com o suporte, obter ajuda
mais informações, informações adicionais, saiba mais, consulte também, veja também, referências, artigos relacionados, conteúdo relacionado, próximas etapas, próximos passos
""",  # noqa: E501
    "nl": """
symptoom, symptomen, probleem, probleembeschrijving, beschrijving van het probleem
van toepassing op, betreft, betrokken producten, omgeving, vereisten
problemen oplossen
oorzaak, oorzaken, reden, mogelijke oorzaak, mogelijke oorzaken
oplossing, oplossingen, tijdelijke oplossing, tijdelijke oplossingen, omzeiling, werkwijze
verificatie
escalatie, contact opnemen met ondersteuning, meer hulp
meer informatie, aanvullende informatie, zie ook, verwijzingen, referenties, gerelateerde artikelen, volgende stappen
""",  # noqa: E501
    "pl": """
objawy, objaw, symptomy, opis problemu
dotyczy, dotyczy produktów, środowisko, wymagania wstępne
diagnostyka, diagnoza, rozwiązywanie problemów
przyczyna, przyczyny, powód, możliwa przyczyna, możliwe przyczyny
rozwiązanie, rozwiązania, rozwiązanie problemu, obejście, obejście problemu, sposób rozwiązania
weryfikacja
eskalacja, kontakt z pomocą techniczną
więcej informacji, informacje dodatkowe, dodatkowe informacje, zobacz też, zobacz także, odwołania, źródła, powiązane artykuły, następne kroki
""",  # noqa: E501
    "sv": """
problembeskrivning
gäller för, miljö
felsökning
orsak, orsaker, möjliga orsaker
lösning, lösningar, tillfällig lösning, åtgärd
kontroll
kontakta supporten
mer information, ytterligare information, se även, relaterade artiklar, nästa steg
""",
    "da": """
symptomer, problembeskrivelse
gælder for, miljø
fejlfinding
årsag, årsager
løsning, løsninger, midlertidig løsning
bekræftelse
kontakt support
flere oplysninger, yderligere oplysninger, se også, relaterede artikler, næste trin
""",
    "cs": """
příznaky, příznak, popis problému
platí pro, prostředí
řešení potíží
příčina, příčiny
řešení, alternativní řešení, náhradní řešení, postup řešení
ověření
kontaktovat podporu
další informace, viz také, související články, odkazy, další kroky
""",
    "tr": """
belirtiler, belirti, sorun
için geçerlidir, ortam
sorun giderme
neden, nedeni, nedenler
çözüm, çözümler, geçici çözüm
doğrulama
destek alın
daha fazla bilgi, ek bilgi, ayrıca bakınız, ilgili makaleler, sonraki adımlar
""",  # noqa: RUF001
    "ru": """
симптом, симптомы, признаки, проблема, описание проблемы
применимо к, относится к, среда
диагностика, устранение неполадок
причина, причины, возможные причины
решение, решения, обходное решение, временное решение, обходной путь, способ, метод, устранение
проверка
обращение в поддержку
дополнительные сведения, дополнительная информация, подробнее, ссылки, связанные статьи, следующие шаги
""",  # noqa: E501
    "ja": """
事象, 問題の説明
適用対象, 対象製品, 対象バージョン, 適用先, 前提条件
切り分け, トラブルシューティング
理由, 考えられる原因
解決方法, 解決策, 解決, 対処方法, 対処法, 対処, 対応方法, 対策, 回避策, 回避方法, 方法
確認, 確認方法
お問い合わせ, サポートへのお問い合わせ
詳細, 詳細情報, 関連情報, 関連記事, 関連項目, 参考情報, 参考資料, 参照, 追加情報, その他の情報, 次のステップ
""",  # noqa: E501
    "zh": """
现象, 问题, 问题描述, 問題描述
适用于, 适用产品, 环境, 適用於, 適用產品
诊断, 疑难解答, 診斷, 疑難排解
可能的原因
解决方法, 解决方案, 解决办法, 替代方法, 变通方法, 解決方案, 解決辦法, 處理方法
验证, 驗證
联系支持, 聯絡支援
更多信息, 详细信息, 其他信息, 另请参阅, 相关文章, 更多資訊, 相關資訊, 其他資訊, 另請參閱, 參考
""",
    "ko": """
증상, 현상, 문제
적용 대상, 대상 제품, 환경
진단, 문제 해결
원인, 가능한 원인
해결 방법, 해결, 해결책, 해결 방안, 대안
확인
지원 문의
추가 정보, 자세한 정보, 자세한 내용, 관련 정보, 참고, 참조, 다음 단계
""",
}
# Words that several of the languages above share.
_SHARED = """
problema, sintoma, sintomas, 症状, 現象, 問題
ambiente, 環境
diagnóstico, 診断
causa, causas, motivo, motif, 原因
método, metodo, methode, metoda, procedura, procedimento


参考
"""


def _read() -> Mapping[str, tuple[SectionKind, str]]:
    found: dict[str, tuple[SectionKind, str]] = {}
    for language, table in (*_TABLES.items(), ("", _SHARED)):
        for kind, line in zip(_ORDER, table[1:].split("\n"), strict=False):
            for name in filter(None, (name.strip() for name in line.split(","))):
                found.setdefault(name, (kind, language))
    return found


ALIASES: Mapping[str, tuple[SectionKind, str]] = _read()
"""The kind that a folded name opens, and the language that it tells; empty for several."""

SYMPTOM_WORDS: Mapping[str, str] = {
    "de": "Symptome",
    "fr": "Symptômes",
    "es": "Síntomas",
    "it": "Sintomi",
    "pt": "Sintomas",
    "nl": "Symptomen",
    "pl": "Objawy",
    "sv": "Symptom",
    "da": "Symptomer",
    "cs": "Příznaky",
    "tr": "Belirtiler",
    "ru": "Симптомы",
    "ja": "現象",
    "zh": "症状",
    "ko": "증상",
}
"""The heading of the section that shows the problem, by language; English elsewhere."""
